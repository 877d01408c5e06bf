package org.mutoscope.provenance.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.provenance.Evidence;
import org.mutoscope.api.provenance.HistoryEntry;
import org.mutoscope.api.provenance.ProvenanceRequest;

@Timeout(180)
class HistoryLogTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00.5Z"), ZoneOffset.UTC);

    @TempDir
    Path home;

    private record Config(String origin, int batch_milliseconds, String[] witnesses) implements HistoryConfig {
        @Override
        public String directory() {
            return "history";
        }

        @Override
        public String keys() {
            return "provenance";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return HistoryConfig.class;
        }
    }

    private record Clip(Path file, List<String> parents, Map<String, String> obligations, Map<String, String> evidence)
            implements ProvenanceRequest {
        @Override
        public String assetId() {
            return "video_1";
        }

        @Override
        public String mediaType() {
            return "video/mp4";
        }

        @Override
        public String model() {
            return "m";
        }

        @Override
        public String backend() {
            return "b@1";
        }

        @Override
        public Instant createdAt() {
            return NOON.instant();
        }
    }

    private HistoryLog open(String... witnesses) throws Exception {
        return new HistoryLog(new Config("example.com/log", 0, witnesses), home, NOON);
    }

    private static HistoryEntry entry(String subject) {
        return new HistoryEntry("clip", subject, NOON.instant(), Map.of());
    }

    @Test
    void aClipIsRecordedByDigests() throws Exception {
        Path file = Files.writeString(home.resolve("clip.mp4"), "clip");
        HistoryLog log = open();
        Evidence evidence = log.apply(new Clip(
                file,
                List.of("video_0"),
                Map.of("attribute", "Jo"),
                Map.of("c2pa.manifest_sha256", "ab", "c2pa.issuer", "x")));
        assertEquals("log", evidence.kind());
        assertEquals("0", evidence.facts().get("index"));
        assertEquals("example.com/log", evidence.facts().get("origin"));
        byte[] bundle = log.read("tile/entries/000.p/1").orElseThrow();
        String json = new String(bundle, 2, bundle.length - 2, StandardCharsets.UTF_8);
        assertEquals(
                "{\"made_from\":\"video_0\",\"manifest_sha256\":\"ab\",\"sha256\":\""
                        + evidence.facts().get("sha256") + "\",\"subject\":\"video_1\",\"terms_sha256\":\""
                        + json.replaceAll(".*terms_sha256\":\"([0-9a-f]{64}).*", "$1")
                        + "\",\"time\":\"2026-11-23T12:00:00Z\",\"type\":\"clip\",\"v\":\"1\"}",
                json);
        assertEquals(64, evidence.facts().get("sha256").length());
        assertFalse(json.contains("Jo"), "names stay where they are");
        log.close();
    }

    @Test
    void twiceIsTwoEntriesOfOneContent() throws Exception {
        Path file = Files.writeString(home.resolve("clip.mp4"), "clip");
        HistoryLog log = open();
        Clip clip = new Clip(file, List.of(), Map.of(), Map.of());
        assertEquals("0", log.apply(clip).facts().get("index"));
        Evidence again = log.apply(clip);
        assertEquals("1", again.facts().get("index"));
        assertTrue(log.proof(1).orElseThrow().startsWith("c2sp.org/tlog-proof@v1\nindex 1\n"));
        assertTrue(log.proof(2).isEmpty());
        assertTrue(log.proof(-1).isEmpty());
        log.close();
    }

    @Test
    void entriesOfManyThreadsHaveNumbersOfTheirOwn() throws Exception {
        HistoryLog log = open();
        Set<Long> numbers = Collections.synchronizedSet(new TreeSet<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 25; i++) {
                    try {
                        numbers.add(log.append(entry(number + "-" + i)));
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(200, numbers.size());
        assertTrue(numbers.containsAll(List.of(0L, 199L)));
        log.close();
    }

    @Test
    void nothingButTheLogIsServed() throws Exception {
        HistoryLog log = open();
        log.append(entry("a"));
        assertTrue(log.read("checkpoint").isPresent());
        assertTrue(log.read("tile/0/000.p/1").isPresent());
        for (String path : List.of(
                "",
                "log.key",
                "../provenance/log.key",
                "tile/../../provenance/log.key",
                "tile/0/000",
                "tile/0/000.p/2",
                "/etc/passwd")) {
            assertTrue(log.read(path).isEmpty(), path);
        }
        log.close();
    }

    @Test
    void aFaultEndsNothing() throws Exception {
        HistoryLog log = open();
        log.append(entry("a"));
        Path inTheWay = home.resolve("history/tile/0/000.p/2.part");
        Files.createDirectories(inTheWay);
        String words =
                assertThrows(IOException.class, () -> log.append(entry("b"))).getMessage();
        assertTrue(words.startsWith("the log could not be written"), words);
        assertThrows(IOException.class, () -> log.append(entry("b")));
        Files.delete(inTheWay);
        assertEquals(1, log.append(entry("b")));
        log.close();
        assertThrows(IOException.class, () -> log.append(entry("c")));
    }

    @Test
    void textsAreEscaped() {
        HistoryEntry odd = new HistoryEntry("t", "a\"\\\n\u0001\u00e9", NOON.instant(), Map.of());
        assertEquals(
                "{\"subject\":\"a\\\"\\\\\\n\\u0001\u00e9\",\"time\":\"2026-11-23T12:00:00.500Z\",\"type\":\"t\",\"v\":\"1\"}",
                new String(Entry.of(odd), StandardCharsets.UTF_8));
    }

    @Test
    void badSettingsAreTold() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new HistoryLog(new Config("", 10_001, new String[0]), home, NOON));
        for (String witness : List.of(
                "x", "k http://w", "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW http://w")) {
            String words = assertThrows(IOException.class, () -> open(witness)).getMessage();
            assertTrue(words.contains(witness.split(" ")[0]), words);
        }
    }

    /** A witness that keeps to the protocol: it has a size, and wants to be told from there. */
    @Test
    void aWitnessSignsToo() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        NoteKey key = NoteKey.of("witness.example", NoteKey.COSIGNATURE, pair.getPublic());
        AtomicInteger size = new AtomicInteger();
        AtomicInteger conflicts = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/w/add-checkpoint", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int old = Integer.parseInt(asked.substring(4, asked.indexOf('\n')));
            Checkpoint checkpoint = Checkpoint.parse(asked.substring(asked.indexOf("\n\n") + 2));
            boolean conflict = old != size.get();
            byte[] answer =
                    (conflict ? size.get() + "\n" : signed(key, pair, checkpoint)).getBytes(StandardCharsets.UTF_8);
            if (conflict) {
                conflicts.incrementAndGet();
            } else {
                size.set((int) checkpoint.size());
            }
            exchange.sendResponseHeaders(conflict ? 409 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String witness = key + " http://127.0.0.1:" + server.getAddress().getPort() + "/w/";
        try {
            HistoryLog log = open(witness);
            log.append(entry("a"));
            log.append(entry("b"));
            log.close();
            log = open(witness); // it does not remember what the witness has seen, and is told
            log.append(entry("c"));
            log.close();
            Checkpoint last = Checkpoint.parse(Files.readString(home.resolve("history/checkpoint")));
            assertEquals(3, last.size());
            assertTrue(last.isSignedBy(key));
            assertTrue(last.isSignedBy(NoteKey.parse(log.verifierKey())));
            assertEquals(1, conflicts.get());
            size.set(9); // it has seen more than there is: nothing of it is believed
            log = open(witness);
            assertEquals(3, log.append(entry("d")));
            log.close();
            assertFalse(Checkpoint.parse(Files.readString(home.resolve("history/checkpoint")))
                    .isSignedBy(key));
        } finally {
            server.stop(0);
        }
    }

    private static String signed(NoteKey key, KeyPair pair, Checkpoint checkpoint) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(checkpoint.cosigned(1_700_000_000L));
            byte[] timed = ByteBuffer.allocate(76)
                    .put(key.id())
                    .putLong(1_700_000_000L)
                    .put(signer.sign())
                    .array();
            return "\u2014 " + key.name() + " " + Base64.getEncoder().encodeToString(timed) + "\n";
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWitnessThatIsNotThereHoldsNothingUp() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        NoteKey key = NoteKey.of("witness.example", NoteKey.COSIGNATURE, pair.getPublic());
        HistoryLog log = open(key + " http://127.0.0.1:9/");
        assertEquals(0, log.append(entry("a")));
        assertEquals(1, log.append(entry("b")));
        log.close();
    }
}
