package org.mutoscope.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mutoscope.core.outward.Outward;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** A web of one file, off until there is one. */
final class StubOutward implements Outward {
    volatile byte[] web;
    final List<String> fetched = new CopyOnWriteArrayList<>();

    @Override
    public void check(URI address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int post(URI address, Map<String, String> headers, byte[] body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long fetch(URI address, Path target) {
        if (web == null) {
            throw new Problem(Code.FETCHING_OFF, "Nothing is fetched here.", "input_reference", null);
        }
        fetched.add(address.toString());
        try {
            Files.write(target, web);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return web.length;
    }
}
