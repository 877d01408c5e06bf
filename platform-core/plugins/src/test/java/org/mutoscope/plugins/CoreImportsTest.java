package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whichever way a plugin reaches for the platform's own packages, it is refused. */
class CoreImportsTest {
    @TempDir
    Path home;

    private JarFacts read(String name, String header, String value) throws Exception {
        return JarFacts.read(
                JarBuilder.bundle(name, "1.0.0").header(header, value).writeTo(home.resolve("x.jar")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme.veo | Import-Package | org.mutoscope.core.ledger",
                "acme.veo | Import-Package | a.b;version=\"[1,2)\",org.mutoscope.core.jobs;resolution:=optional",
                "acme.veo | Import-Package | org.mutoscope.core",
                "org.mutoscope.acme | Import-Package | org.mutoscope.core.ledger",
                "acme.veo | DynamicImport-Package | org.mutoscope.core.ledger",
                "acme.veo | DynamicImport-Package | org.mutoscope.core.*",
                "acme.veo | DynamicImport-Package | a.b, org.mutoscope.*",
                "acme.veo | DynamicImport-Package | *",
                "acme.veo | DynamicImport-Package | *;resolution:=optional",
                "acme.veo | Require-Bundle | org.mutoscope.contracts;bundle-version=0.1"
            })
    void refused(String name, String header, String value) {
        String sentence =
                assertThrows(Refusal.class, () -> read(name, header, value)).getMessage();
        assertTrue(sentence.contains("belongs to the platform"), sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Import-Package | org.mutoscope.corex.ledger,org.mutoscope.api.backend",
                "DynamicImport-Package | org.mutoscope.api.*,com.acme.*,org.w3c.*",
                "Require-Bundle | org.mutoscope.contractsx"
            })
    void allowed(String header, String value) throws Exception {
        assertEquals("acme.veo", read("acme.veo", header, value).name());
    }

    @Test
    void allowedWithoutAny() throws Exception {
        assertEquals("acme.veo", read("acme.veo", "X-None", "1").name());
    }
}
