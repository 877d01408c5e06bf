package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Knows one plugin. */
final class StubPlugins implements Plugins {
    private static final TestReport REPORT =
            new TestReport("mutoscope-tck 0.1.0", "billing", 40, 0, 9, "2026-11-23", true);
    private static final Plugin ACME =
            new Plugin("com.acme.backend", "1.0.0", "acme.jar", "ACTIVE", "Renders.", List.of("acme"), "00", 0, REPORT);

    @Override
    public List<Plugin> list() {
        return List.of(ACME);
    }

    @Override
    public Optional<Plugin> find(String nameAndVersion) {
        return nameAndVersion.startsWith("com.acme.backend") ? Optional.of(ACME) : Optional.empty();
    }

    @Override
    public Plugin install(String fileName, InputStream jar) {
        try {
            long bytes = jar.transferTo(OutputStream.nullOutputStream());
            return new Plugin(
                    fileName, null, fileName, "FAILED", "It has " + bytes + " bytes.", List.of(), "00", 0, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Plugin remove(String nameAndVersion, int drainSeconds) {
        return find(nameAndVersion).orElseThrow(() -> new Problem(Code.PLUGIN_NOT_FOUND, "There is no such plugin."));
    }
}
