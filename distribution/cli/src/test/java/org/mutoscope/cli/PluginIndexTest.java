package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder of jars becomes a catalogue. */
class PluginIndexTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int index(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "plugin";
        all[1] = "index";
        all[2] = folder.toString();
        System.arraycopy(words, 0, all, 3, words.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private Path jar(String file, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        new TreeMap<>(headers).forEach(manifest.getMainAttributes()::putValue);
        Path jar = folder.resolve(file);
        Files.createDirectories(jar.getParent());
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream whole = new JarOutputStream(bytes, manifest)) {
            whole.finish();
        }
        return jar;
    }

    @Test
    void whatIsWritten() throws Exception {
        Path jar = jar(
                "releases/acme veo.jar",
                Map.of(
                        "Bundle-SymbolicName", "acme.veo;singleton:=true",
                        "Bundle-Version", "1.2.0",
                        "Bundle-Description", "Draws <herons> & \"more\"",
                        "Require-Capability",
                                "osgi.extender;filter:=\"(osgi.extender=x)\",osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"",
                        "Import-Package",
                                "org.mutoscope.api.backend;version=\"[1.0,2)\";x=y,a.b;c.d;resolution:=optional;version=3"));
        jar("plain.jar", Map.of());
        Files.writeString(folder.resolve("cut.jar"), "PK");
        assertEquals(0, index(), err::toString);
        assertEquals("1 bundles listed in " + folder.resolve("index.xml") + "\n", out.toString());
        assertTrue(err.toString().contains("plain.jar is left out: it is no OSGi bundle"), err::toString);
        assertTrue(err.toString().contains("cut.jar is left out: it is no complete jar"), err::toString);
        String xml = Files.readString(folder.resolve("index.xml"));
        for (String part : new String[] {
            "<repository xmlns=\"http://www.osgi.org/xmlns/repository/v1.0.0\"",
            "name=\"osgi.identity\" value=\"acme.veo\"",
            "name=\"version\" type=\"Version\" value=\"1.2.0\"",
            "value=\"Draws &lt;herons&gt; &amp; &quot;more&quot;\"",
            "name=\"osgi.content\" value=\"" + Digests.sha256(jar) + "\"",
            "name=\"url\" value=\"releases/acme%20veo.jar\"",
            "name=\"size\" type=\"Long\" value=\"" + Files.size(jar) + "\"",
            "value=\"(&amp;(osgi.ee=JavaSE)(version=17))\"",
            "value=\"(&amp;(osgi.wiring.package=org.mutoscope.api.backend)(version&gt;=1.0)(!(version&gt;=2)))\"",
            "value=\"(&amp;(osgi.wiring.package=c.d)(version&gt;=3))\"/><directive name=\"resolution\""
                    + " value=\"optional\"/>"
        }) {
            assertTrue(xml.contains(part), part + " is not in " + xml);
        }
        assertFalse(xml.contains("osgi.extender"), xml);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | (p=a)",
                ";version=1.5 | (&(p=a)(version>=1.5))",
                ";version=\"1.5\";x:=y | (&(p=a)(version>=1.5))",
                ";version=\"[1,2]\" | (&(p=a)(version>=1)(version<=2))",
                ";version=\"(1, 2)\" | (&(p=a)(!(version<=1))(!(version>=2)))",
                ";version=\"nonsense, 1\" | (p=a)"
            })
    void rangesAsFilters(String attributes, String filter) {
        assertEquals(filter, IndexWriter.filter("p", "a", attributes));
    }

    @Test
    void aFolderThatIsNotThere() {
        folder = folder.resolve("none");
        assertEquals(Failure.FILE, index());
    }
}
