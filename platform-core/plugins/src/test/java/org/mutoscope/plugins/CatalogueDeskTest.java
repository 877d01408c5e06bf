package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.plugins.Catalogue.Found;
import org.mutoscope.core.plugins.Catalogue.Item;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Manner;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** From a line in an index to a bundle that serves, and all that can be wrong between. */
@Timeout(120)
class CatalogueDeskTest {
    private static final String API = "(&(osgi.wiring.package=org.mutoscope.api.backend)(version>=%s)(!(version>=%s)))";

    @TempDir
    Path home;

    private Path shop;
    private House house;

    @BeforeEach
    void open() throws Exception {
        shop = Files.createDirectories(home.resolve("shop"));
        house = new House(home, new Settings());
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private CatalogueDesk desk(String... indexes) {
        return desk(120, indexes);
    }

    private CatalogueDesk desk(int seconds, String... indexes) {
        CatalogueConfig config = new CatalogueConfig() {
            @Override
            public String[] indexes() {
                return indexes.clone();
            }

            @Override
            public int fetch_seconds() {
                return seconds;
            }

            @Override
            public long max_bytes() {
                return 1 << 20;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return CatalogueConfig.class;
            }
        };
        return new CatalogueDesk(house.framework.getBundleContext(), config, house.plugins);
    }

    private Path jar(String version) throws Exception {
        return JarBuilder.backend("acme.veo", version).writeTo(shop.resolve("veo-" + version + ".jar"));
    }

    private static String listed(Path jar, String version, String needs) throws IOException {
        return IndexReaderTest.resource(
                "acme.veo", version, JarFacts.digest(jar), jar.getFileName().toString(), needs);
    }

    private static String api(String from, String below) {
        return IndexReaderTest.needs("osgi.wiring.package", API.formatted(from, below), "mandatory");
    }

    private String index(String... resources) throws IOException {
        return Files.writeString(shop.resolve("index.xml"), IndexReaderTest.index(resources))
                .toString();
    }

    private static Problem refused(Code code, org.junit.jupiter.api.function.Executable act) {
        Problem problem = assertThrows(Problem.class, act);
        assertEquals(code, problem.code(), problem.getMessage());
        return problem;
    }

    @Test
    void foundFetchedAndInstalled() throws Exception {
        Maker acme = Maker.named("Acme");
        acme.into(home.resolve("conf/keys"), "acme.pem");
        Path first = acme.sign(jar("1.0.0"));
        Path later = jar("3.0.0");
        CatalogueDesk desk = desk(index(
                listed(first, "1.0.0", api("1.0.0", "2.0.0")),
                listed(later, "3.0.0", api("3.0.0", "4.0.0")),
                IndexReaderTest.resource("acme.other", "1.0.0", IndexReaderTest.DIGEST, "o.jar", "")));

        Found all = desk.search("");
        assertEquals(List.of(), all.remarks());
        assertEquals(
                List.of("acme.other 1.0.0", "acme.veo 3.0.0", "acme.veo 1.0.0"),
                all.items().stream().map(i -> i.name() + " " + i.version()).toList());
        List<Item> veo = desk.search("VEO herons").items();
        assertEquals(
                "It needs org.mutoscope.api.backend 3.0.0 up to below 4.0.0, and this platform has 1.0.0; take an older"
                        + " version of it, or a newer Mutoscope.",
                veo.get(0).sentence());
        assertEquals("It fits this platform.", veo.get(1).sentence());
        assertEquals(0, desk.search("veo penguins").items().size());

        Change change = desk.change(Verb.INSTALL, "acme.veo", Manner.draining(1));
        try (var content = change.content()) {
            assertEquals("DONE", house.plugins.perform(change).state());
        }
        assertEquals("acme.veo", house.backends.all().get(0).id());
        assertTrue(house.plugins.lock().contains("/catalogue/"), house.plugins.lock());
        assertEquals(List.of("1.0.0"), desk.search("veo").items().get(1).here());
        try (Stream<Path> left = Files.list(home.resolve("data/catalogue"))) {
            assertEquals(List.of(), left.toList(), "what was fetched is cleared away");
        }
    }

    @Test
    void whatComesFromACatalogueMustBeSigned() throws Exception {
        CatalogueDesk desk = desk(index(listed(jar("1.0.0"), "1.0.0", "")));
        Change change = desk.change(Verb.INSTALL, "acme.veo@1.0.0", Manner.draining(1));
        try (var content = change.content()) {
            refused(Code.PLUGIN_UNTRUSTED, () -> house.plugins.perform(change));
        }
        assertTrue(house.backends.all().isEmpty());
    }

    @Test
    void whatIsNotThere() throws Exception {
        CatalogueDesk desk = desk(index(listed(jar("3.0.0"), "3.0.0", api("3.0.0", "4.0.0"))));
        Manner manner = Manner.draining(1);
        refused(Code.NOT_IN_CATALOGUE, () -> desk.change(Verb.INSTALL, "acme.none", manner));
        refused(Code.NOT_IN_CATALOGUE, () -> desk.change(Verb.INSTALL, "acme.veo@1.0.0", manner));
        assertTrue(refused(Code.NOT_IN_CATALOGUE, () -> desk.change(Verb.INSTALL, "acme.veo", manner))
                .getMessage()
                .startsWith("No version of acme.veo fits this platform. 3.0.0: It needs org.mutoscope.api.backend"));
    }

    @Test
    void aJarThatIsNotWhatTheIndexSays() throws Exception {
        Path jar = jar("1.0.0");
        String right = listed(jar, "1.0.0", "");
        CatalogueDesk desk = desk(index(right));
        jar("1.0.0");
        JarBuilder.backend("acme.veo", "1.0.0").header("X-Evil", "1").writeTo(jar);
        assertTrue(refused(Code.CATALOGUE_JAR_WRONG, () -> desk.change(Verb.INSTALL, "acme.veo", Manner.draining(1)))
                .getMessage()
                .contains(
                        "and the index says " + right.replaceAll("(?s).*osgi.content' value='([0-9a-f]{64}).*", "$1")));
        JarBuilder.backend("acme.eve", "1.0.0").writeTo(jar);
        index(listed(jar, "1.0.0", ""));
        assertTrue(refused(Code.CATALOGUE_JAR_WRONG, () -> desk.change(Verb.INSTALL, "acme.veo", Manner.draining(1)))
                .getMessage()
                .contains("is acme.eve@1.0.0, and the index says acme.veo@1.0.0"));
        Files.write(jar, new byte[(1 << 20) + 1]);
        assertTrue(refused(Code.CATALOGUE_JAR_WRONG, () -> desk.change(Verb.INSTALL, "acme.veo", Manner.draining(1)))
                .getMessage()
                .contains("it has more than 1048576 bytes"));
        Files.delete(jar);
        assertTrue(refused(Code.CATALOGUE_JAR_WRONG, () -> desk.change(Verb.INSTALL, "acme.veo", Manner.draining(1)))
                .getMessage()
                .contains("there is no file"));
    }

    @Test
    void placesThatAreNone() throws Exception {
        assertTrue(refused(Code.CATALOGUE_UNREADABLE, () -> desk().search(""))
                .getMessage()
                .startsWith("No catalogue is configured"));
        String good = index(listed(jar("1.0.0"), "1.0.0", ""));
        Files.write(shop.resolve("cut.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        List<String> bad = List.of(
                shop.resolve("none.xml").toString(),
                shop.toString(),
                "ftp://acme.example/index.xml",
                "http:///index.xml",
                "https://[/",
                "file://other.example/index.xml",
                shop.resolve("cut.gz").toString(),
                shop.resolve("veo-1.0.0.jar").toString());
        for (String one : bad) {
            String said = refused(Code.CATALOGUE_UNREADABLE, () -> desk(one).search(""))
                    .getMessage();
            assertTrue(said.startsWith(one + ": ") && said.contains("; "), said);
        }
        Found found = desk(bad.get(0), good).search("");
        assertEquals(1, found.items().size(), "one that can be read is enough");
        assertEquals(1, found.remarks().size());
    }

    @Test
    void whatWasFetchedOnceIsThereWithoutTheNet() throws Exception {
        Path jar = jar("1.0.0");
        Path zipped = shop.resolve("index.xml.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(
                    IndexReaderTest.index(listed(jar, "1.0.0", "")).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                Path file = shop.resolve(exchange.getRequestURI().getPath().substring(1));
                exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, 0);
                if (Files.exists(file)) {
                    Files.copy(file, exchange.getResponseBody());
                }
            }
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        CatalogueDesk desk = desk(base + "index.xml.gz");
        assertEquals(List.of(), desk.search("").remarks());
        desk.change(Verb.INSTALL, "acme.veo", Manner.draining(1)).content().close();
        Files.writeString(zipped, "<html>Gone</html>");
        assertTrue(refused(Code.CATALOGUE_UNREADABLE, () -> desk.search(""))
                .getMessage()
                .contains("begins with <html>"));
        assertTrue(
                refused(Code.CATALOGUE_UNREADABLE, () -> desk(base + "none.xml").search(""))
                        .getMessage()
                        .contains("It cannot be fetched (it answers 404)"));
        server.stop(0);
        Found kept = desk.search("veo");
        assertEquals(1, kept.items().size(), "what was no index has not taken the place of the one before it");
        assertTrue(kept.remarks().get(0).contains("cannot be fetched"), kept.remarks()::toString);
        refused(Code.CATALOGUE_JAR_WRONG, () -> desk.change(Verb.INSTALL, "acme.veo", Manner.draining(1)));
    }

    @Test
    void oneThatNeverEndsIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('<');
                exchange.getResponseBody().flush();
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/index.xml";
            assertTrue(refused(Code.CATALOGUE_UNREADABLE, () -> desk(1, url).search(""))
                    .getMessage()
                    .contains("it took longer than 1 s"));
        } finally {
            over.countDown();
            server.stop(0);
        }
    }
}
