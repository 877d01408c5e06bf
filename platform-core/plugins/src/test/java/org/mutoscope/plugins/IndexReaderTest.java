package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indexes as tools write them, and as nobody should. */
class IndexReaderTest {
    static final String DIGEST = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final URI FROM = URI.create("https://acme.example/shop/index.xml");

    @TempDir
    Path home;

    /** One resource, as bnd writes it. */
    static String resource(String name, String version, String sha256, String url, String more) {
        return """
            <resource>
              <capability namespace='osgi.identity'>
                <attribute name='osgi.identity' value='%s'/><attribute name='type' value='osgi.bundle'/>
                <attribute name='version' type='Version' value='%s'/><attribute name='description' value='Draws &lt;herons&gt;'/>
              </capability>
              <capability namespace='osgi.content'>
                <attribute name='osgi.content' value='%s'/><attribute name='url' value='%s'/>
                <attribute name='size' type='Long' value='77'/>
              </capability>
              <capability namespace='osgi.wiring.bundle'><attribute name='osgi.wiring.bundle' value='other'/></capability>
              %s
            </resource>
            """
                .formatted(name, version, sha256, url, more);
    }

    static String index(String... resources) {
        return "<?xml version='1.0' encoding='UTF-8'?>\n<repository increment='1' name='Acme'"
                + " xmlns='http://www.osgi.org/xmlns/repository/v1.0.0'>\n" + String.join("", resources)
                + "</repository>\n";
    }

    static String needs(String namespace, String filter, String resolution) {
        return "<requirement namespace='" + namespace + "'><directive name='filter' value='"
                + filter.replace("&", "&amp;").replace(">", "&gt;") + "'/><directive name='resolution' value='"
                + resolution
                + "'/></requirement>";
    }

    private static IndexReader.Index read(String xml) throws Refusal, IOException {
        return IndexReader.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), FROM);
    }

    @Test
    void whatToolsWrite() throws Exception {
        String filter = "(&(osgi.wiring.package=org.mutoscope.api.backend)(version>=1.0.0)(!(version>=2.0.0)))";
        IndexReader.Index index = read(index(
                "<!-- a comment -->",
                resource(
                        "acme.veo",
                        "1.2.3",
                        DIGEST.toUpperCase(java.util.Locale.ROOT),
                        "jars/veo.jar",
                        needs("osgi.wiring.package", filter, "mandatory") + needs("osgi.ee", "(x=y)", "optional")),
                resource("acme.runway", "2.0.0", DIGEST, "https://cdn.example/r.jar", "")));
        assertEquals(List.of(), index.remarks());
        assertEquals(
                new IndexItem(
                        "acme.veo",
                        org.osgi.framework.Version.parseVersion("1.2.3"),
                        "Draws <herons>",
                        DIGEST,
                        77,
                        URI.create("https://acme.example/shop/jars/veo.jar"),
                        List.of(new IndexItem.Need("osgi.wiring.package", filter))),
                index.items().get(0));
        assertEquals(
                URI.create("https://cdn.example/r.jar"), index.items().get(1).jar());
    }

    @Test
    void anEmptyIndex() throws Exception {
        assertEquals(List.of(), read(index()).items());
    }

    @Test
    void whatIsListedWronglyIsPassedOverAndSaid() throws Exception {
        IndexReader.Index index = read(index(
                resource("acme.a", "1.0.0", "77", "a.jar", ""),
                resource("acme.b", "one", DIGEST, "b.jar", ""),
                resource("acme.c", "1.0.0", DIGEST, "file:/etc/passwd", ""),
                resource("../../d", "1.0.0", DIGEST, "d.jar", ""),
                resource("acme.e", "1.0.0", DIGEST, "jar:file:/x.jar!/y", ""),
                resource("acme.f", "1.0.0", DIGEST, "not an address", ""),
                "<resource/>",
                resource("acme.g", "1.0.0", DIGEST, "g.jar", "")));
        assertEquals(
                List.of("acme.g"), index.items().stream().map(IndexItem::name).toList());
        assertEquals(7, index.remarks().size(), index.remarks()::toString);
        assertTrue(
                index.remarks()
                        .get(2)
                        .equals("acme.c is listed wrongly and passed over: its address file:/etc/passwd is none that"
                                + " can be fetched from here."),
                index.remarks()::toString);
    }

    @Test
    void fragmentsAreNoPlugins() throws Exception {
        String fragment =
                resource("acme.f", "1.0.0", DIGEST, "f.jar", "").replace("'osgi.bundle'/>", "'osgi.fragment'/>");
        assertEquals(0, read(index(fragment)).items().size());
    }

    @Test
    void nothingOutsideTheFileIsRead() throws Exception {
        Path secret = Files.writeString(home.resolve("secret"), "hunter2");
        String xml = "<!DOCTYPE repository [<!ENTITY s SYSTEM '" + secret.toUri() + "'>]>"
                + index(resource("acme.a", "1.0.0", DIGEST, "&s;", "")).replaceFirst("<\\?xml.*\\?>\n", "");
        assertTrue(assertThrows(Refusal.class, () -> read(xml)).getMessage().startsWith("It has a document type"));
        String bomb = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>" + "<r>&b;</r>";
        assertTrue(assertThrows(Refusal.class, () -> read(bomb)).getMessage().startsWith("It has a document type"));
        assertThrows(Refusal.class, () -> read(index(resource("&s;", "1.0.0", DIGEST, "a.jar", ""))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | It is no whole XML (line 1); write the index again.",
                "words | It is no whole XML (line 1); write the index again.",
                "<repository | It is no whole XML (line 1); write the index again.",
                "<repository xmlns='http://www.osgi.org/xmlns/repository/v1.0.0'><resource> | It is no whole XML (line"
                        + " 1); write the index again.",
                "<html/> | It is no OSGi index: it begins with <html> instead of <repository> of"
                        + " http://www.osgi.org/xmlns/repository/v1.0.0; `mutoscope plugin index` writes one.",
                "<repository/> | It is no OSGi index: it begins with <repository> instead of <repository> of"
                        + " http://www.osgi.org/xmlns/repository/v1.0.0; `mutoscope plugin index` writes one."
            })
    void whatIsNoIndex(String xml, String sentence) {
        assertEquals(sentence, assertThrows(Refusal.class, () -> read(xml)).getMessage());
    }
}
