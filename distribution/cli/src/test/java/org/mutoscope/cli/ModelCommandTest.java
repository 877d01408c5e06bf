package org.mutoscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.worker.Inspection;

class ModelCommandTest {
    private static final String OFFERED =
            "{\"offers\":[{\"model\":\"toy\",\"tasks\":\"text-to-video\"}],\"problems\":[]}";
    private static final String REFUSED =
            "{\"offers\":[],\"problems\":[{\"code\":\"model_nan\",\"message\":\"It computes no numbers.\"}]}";

    @TempDir
    Path place;

    private final String homeBefore = System.getProperty("mutoscope.home");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path data;
    private HttpServer platform;

    @BeforeEach
    void home() throws IOException {
        data = place.resolve("data");
        Path worker = Files.createDirectories(place.resolve("home/lib/worker")).resolve("worker.jar");
        String name = Inspection.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(worker));
                InputStream in = Inspection.class.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(name));
            in.transferTo(jar);
        }
        System.setProperty("mutoscope.home", place.resolve("home").toString());
    }

    @AfterEach
    void restore() {
        if (homeBefore == null) {
            System.clearProperty("mutoscope.home");
        } else {
            System.setProperty("mutoscope.home", homeBefore);
        }
        if (platform != null) {
            platform.stop(0);
        }
    }

    /** A package with one graph. @param said what the worker will say of it */
    private Path folder(String name, String said) throws IOException {
        Path folder = Files.createDirectories(place.resolve(name));
        Path graph = Files.writeString(folder.resolve("unet.onnx"), "a graph");
        Files.writeString(folder.resolve("says.json"), said);
        Files.writeString(folder.resolve(".note"), "of another program");
        Files.writeString(
                folder.resolve("model.json"),
                "{\"id\":\"toy\",\"name\":\"Toy\",\"version\":\"1\",\"graphs\":{\"unet\":{\"file\":\"unet.onnx\",\"bytes\":7,\"sha256\":\""
                        + Digests.sha256(graph) + "\"}}}");
        return folder;
    }

    private int run(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--data";
        all[words.length + 1] = data.toString();
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private void fails(int code, String says, String... words) {
        assertEquals(code, run(words), () -> out + "" + err);
        assertTrue(err.toString().contains(says), err.toString());
    }

    /** Every file below a folder with its text. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(folder.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }

    @Test
    void whatIsNoPackageIsNamed() throws IOException {
        fails(
                Failure.FILE,
                "there is no folder",
                "model",
                "import",
                place.resolve("nowhere").toString());
        Path bare = Files.createDirectories(place.resolve("bare"));
        fails(Failure.USAGE, "has no model.json; say --id", "model", "import", bare.toString());
        Path folder = folder("broken", OFFERED);
        Files.writeString(folder.resolve("model.json"), "{\n\"id\": }");
        fails(
                Failure.FILE,
                "(line 2); fetch the package again [model_json_unreadable]",
                "model",
                "import",
                folder.toString());
        Files.writeString(folder.resolve("model.json"), "{\"id\":\"../up\"}");
        fails(Failure.FILE, "names no model", "model", "import", folder.toString());
        assertEquals(Map.of(), files(data));
    }

    @Test
    void aPackageThatCannotRunIsNotImported() throws IOException {
        fails(
                Failure.REFUSED,
                "It computes no numbers. [model_nan]",
                "model",
                "import",
                folder("bad", REFUSED).toString());
        assertEquals(Map.of(), files(data));
        fails(
                Failure.REFUSED,
                "exit code 3: no room for the model",
                "model",
                "import",
                folder("large", "").toString());
        assertEquals(Map.of(), files(data));
    }

    @Test
    void aPackageIsImportedWhole() throws IOException {
        assertEquals(0, run("model", "import", folder("good", OFFERED).toString()), err::toString);
        assertTrue(out.toString().contains("(text-to-video; no platform that runs"), out.toString());
        assertEquals(3, files(data).size(), "three files, without the hidden one: " + files(data));
        assertEquals("a graph", files(data).get("models/toy/unet.onnx"));
        assertEquals(0, run("model", "info", "toy"));
        assertTrue(out.toString().contains("Toy"), out.toString());
        assertEquals(0, run("model", "verify", "toy"), err::toString);
        assertTrue(out.toString().contains("is what its model.json says"), out.toString());
    }

    @Test
    void anotherTakesItsPlaceOnlyIfAsked() throws IOException {
        assertEquals(0, run("model", "import", folder("one", OFFERED).toString()));
        Path two = folder("two", OFFERED);
        Files.writeString(two.resolve("licence.txt"), "free");
        fails(Failure.REFUSED, "say --replace", "model", "import", two.toString());
        assertFalse(files(data).containsKey("models/toy/licence.txt"));
        fails(
                Failure.REFUSED,
                "[model_nan]",
                "model",
                "import",
                "--replace",
                folder("three", REFUSED).toString());
        assertEquals(OFFERED, files(data).get("models/toy/says.json"), "the earlier one stays");
        assertEquals(0, run("model", "import", "--replace", two.toString()));
        assertEquals("free", files(data).get("models/toy/licence.txt"));
        assertEquals(4, files(data).size(), "and nothing else: " + files(data));
    }

    @Test
    void verifyNamesEachFileThatDiffers() throws IOException {
        Path folder = folder("good", OFFERED);
        Files.writeString(folder.resolve("unet.onnx"), "a grapf");
        fails(
                Failure.REFUSED,
                "unet.onnx is not the file that model.json describes [model_digest_wrong]",
                "model",
                "verify",
                folder.toString());
        Files.writeString(folder.resolve("unet.onnx"), "a");
        fails(
                Failure.REFUSED,
                "unet.onnx has 1 bytes instead of 7 [model_file_size]",
                "model",
                "verify",
                folder.toString());
        Files.delete(folder.resolve("unet.onnx"));
        fails(Failure.REFUSED, "unet.onnx is missing [model_file_missing]", "model", "verify", folder.toString());
        fails(
                Failure.REFUSED,
                "It computes no numbers. [model_nan]",
                "model",
                "verify",
                folder("bad", REFUSED).toString());
        fails(Failure.FILE, "has no model.json", "model", "verify", "unknown");
    }

    @Test
    void onlyWhatWasImportedIsRemoved() throws IOException {
        Path folder = folder("good", OFFERED);
        Map<String, String> before = files(folder);
        for (String name : new String[] {folder.toString(), "..", ".", "toy", "../good"}) {
            fails(Failure.REFUSED, "was not imported into", "model", "remove", name);
        }
        assertEquals(before, files(folder));
        assertEquals(0, run("model", "import", folder.toString()));
        assertEquals(0, run("model", "remove", "toy"));
        assertEquals(Map.of(), files(data));
        assertEquals(before, files(folder));
        fails(Failure.REFUSED, "was not imported into", "model", "remove", "toy");
    }

    @Test
    void aPlatformThatRunsIsAskedUntilItKnows() throws IOException {
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] asked = {0};
        platform.createContext("/api/v1/models", exchange -> {
            try (exchange) {
                boolean there = Files.exists(data.resolve("models/toy"));
                boolean known = asked[0]++ % 3 == 2 ? there : !there; // it needs a while to notice
                byte[] body =
                        (known ? "{\"data\":[{\"id\":\"toy\"}]}" : "{\"data\":[]}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        platform.start();
        Files.createDirectories(data.resolve("run"));
        Files.writeString(data.resolve("admin.key"), "mk_admin\n");
        Files.writeString(
                data.resolve("run/url"),
                "http://127.0.0.1:" + platform.getAddress().getPort());
        Files.writeString(
                data.resolve("run/lock"), Long.toString(ProcessHandle.current().pid()));
        assertEquals(0, run("model", "import", folder("good", OFFERED).toString()), err::toString);
        assertTrue(out.toString().contains("the platform offers it"), out.toString());
        assertEquals(3, asked[0]);
        assertEquals(0, run("model", "remove", "toy"), err::toString);
        assertEquals("toy is removed", out.toString().strip());
        assertEquals(6, asked[0]);
    }
}
