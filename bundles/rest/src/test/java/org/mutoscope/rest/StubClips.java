package org.mutoscope.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.road.Clips;

/** Files in memory. */
final class StubClips implements Clips {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    Clip put(String job, String variant, byte[] bytes) {
        files.put(job + "/" + variant, bytes);
        return find(job, variant).orElseThrow();
    }

    void lose(String job, String variant) {
        files.remove(job + "/" + variant);
    }

    @Override
    public Optional<Clip> find(String jobId, String variant) {
        byte[] bytes = files.get(jobId + "/" + variant);
        return Optional.ofNullable(bytes)
                .map(b -> new Clip(
                        jobId,
                        variant,
                        "fs",
                        jobId + "/" + variant,
                        "video/mp4",
                        b.length,
                        HexFormat.of().formatHex(Sha256.digest().digest(b))));
    }

    @Override
    public InputStream open(Clip clip, long offset) throws IOException {
        byte[] bytes = files.get(clip.key());
        if (bytes == null) {
            throw new IOException("no such file");
        }
        return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public int sweep(int limit) {
        throw new UnsupportedOperationException();
    }
}
