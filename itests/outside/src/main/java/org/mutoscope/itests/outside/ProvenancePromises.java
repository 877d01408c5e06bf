package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The promises V1, V4, V8, V9 and V13: what clips say of themselves, with the reference validator as judge, and what the history says of them. Arguments name
 * those to check.
 */
public final class ProvenancePromises {
    private static final Path SCRIPT = Platform.TOP.resolve("itests/accept/provenance/validate.mjs");
    private static final Path PLACE = Platform.TOP.resolve("itests/outside/target/c2pa");
    private static final Path PROVER = Platform.TOP.resolve("itests/accept/provenance/prove.mjs");
    private static final String VALIDATOR = "@contentauth/c2pa-wasm@0.13.3";
    private static final String PROMPT = "a heron that nobody else would ask for";

    private final Promises promises;
    private final Path folder = Files.createTempDirectory("mutoscope-provenance-");
    private Platform platform;
    private Http account;
    private Path clip;
    private String id;

    private ProvenancePromises(Promises promises) throws IOException {
        this.promises = promises;
    }

    /** Runs them. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        new ProvenancePromises(promises).run();
        System.exit(promises.end());
    }

    private void run() throws Exception {
        if (!Files.exists(PLACE.resolve("node_modules/@contentauth"))) {
            Files.createDirectories(PLACE);
            said("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", PLACE.toString(), VALIDATOR);
        }
        platform = new Platform(Map.of());
        try (Platform running = platform.start()) {
            account = running.account("V1 creator", 1_000);
            promises.promise(
                    "V1", "a fresh clip is Trusted with our root, says what it should, and plays", this::fresh);
            promises.promise("V4", "every tampering is detected", this::tampered);
            promises.promise("V8", "a clip is proved to be in the log by a script, from static files", this::proved);
            promises.promise("V13", "neither manifest nor log reveals user or prompt", this::nothingPersonal);
            promises.promise("V9", "kill -9 while clips are recorded leaves a log that fits", this::killed);
        }
    }

    private void fresh() throws Exception {
        clip = made("fresh.mp4");
        JsonNode told = validated(clip).get(0);
        equal("Trusted", told.path("validation_state").asText(), "state: " + told);
        JsonNode active =
                told.path("manifests").path(told.path("active_manifest").asText());
        TreeSet<String> labels = new TreeSet<>();
        active.path("assertions").forEach(each -> labels.add(each.path("label").asText()));
        check(
                labels.containsAll(List.of("c2pa.actions.v2", "cawg.training-mining", "org.mutoscope.disclosure")),
                "assertions " + labels);
        check(active.toString().contains("trainedAlgorithmicMedia"), "no source type: " + active);
        equal("[]", told.at("/validation_results/activeManifest/failure").toString(), "failures");
        check(
                told.at("/validation_results/activeManifest/success").toString().contains("timeStamp.trusted"),
                "no trusted time-stamp");
        platform.media("ffmpeg", "-v", "error", "-xerror", "-nostdin", "-i", clip.toString(), "-f", "null", "-");
    }

    private Path made(String name) throws Exception {
        JsonNode order = account.post("/v1/videos", Map.of("prompt", PROMPT, "seconds", "4"))
                .json();
        JsonNode done = account.awaitClip(order.path("id").asText());
        equal("signed, recorded", done.path("mutoscope").path("provenance").asText(), "provenance");
        id = done.path("id").asText();
        return Files.write(folder.resolve(name), account.bytes("/v1/videos/" + id + "/content"));
    }

    private void tampered() throws Exception {
        byte[] all = Files.readAllBytes(clip);
        String text = new String(all, StandardCharsets.ISO_8859_1);
        List<Path> files = List.of(
                changed("media", all, all.length - 100),
                changed("index", all, text.indexOf("mvhd") + 20),
                changed("statement", all, text.indexOf("notAllowed")),
                changed("claim", all, text.indexOf("xmp:iid:") + 12),
                file("short", Arrays.copyOf(all, all.length - 10)),
                file("longer", joined(all, new byte[] {0, 0, 0, 8, 'f', 'r', 'e', 'e'})));
        List<JsonNode> told = validated(files.toArray(Path[]::new));
        for (int i = 0; i < files.size(); i++) {
            String state = told.get(i).path("validation_state").asText();
            check(
                    state.equals("Invalid") || state.equals("Unreadable"),
                    files.get(i).getFileName() + " is called " + state);
        }
    }

    private Path changed(String name, byte[] all, int at) throws IOException {
        check(at > 0, "no place for " + name);
        byte[] bytes = all.clone();
        bytes[at] ^= 1;
        return file(name, bytes);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name + ".mp4"), bytes);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void proved() throws Exception {
        Path file = made("proved.mp4");
        Path proof = Files.write(folder.resolve("proved.tlog-proof"), account.bytes("/api/v1/videos/" + id + "/proof"));
        String log = platform.url() + "/log";
        String key =
                Files.readAllLines(platform.data.resolve("provenance/log.key")).get(0);
        equal(key, new String(account.bytes("/log/key"), StandardCharsets.UTF_8).strip(), "key");
        String said = said("node", PROVER.toString(), log, key, file.toString(), id, proof.toString());
        check(new ObjectMapper().readTree(said).path("size").asInt() >= 1, said);
        Path other = file("other", joined(Files.readAllBytes(file), new byte[] {0}));
        check(!went("node", PROVER.toString(), log, key, other.toString(), id), "another file is called proved");
        equal(404, account.get("/log/tile/0/999").status(), "a tile that is not there");
        equal(404, account.get("/log/log.key").status(), "the key itself");
        check(account.get("/log/tile/%2e%2e/log.key").status() / 100 == 4, "a way out");
        Path older = Files.write(folder.resolve("older"), account.bytes("/log/checkpoint"));
        made("later.mp4");
        verified("--since", older.toString());
    }

    private String verified(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Platform.TOP.resolve("mutoscope").toString(),
                "log",
                "verify",
                platform.data.resolve("history").toString()));
        command.addAll(List.of(
                "--key",
                Files.readAllLines(platform.data.resolve("provenance/log.key")).get(0)));
        command.addAll(List.of(more));
        return said(command.toArray(String[]::new));
    }

    private void killed() throws Exception {
        Path older = Files.write(folder.resolve("before-kill"), account.bytes("/log/checkpoint"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(account.post("/v1/videos", Map.of("prompt", PROMPT, "seconds", "4"))
                    .json()
                    .path("id")
                    .asText());
        }
        account.awaitClip(ids.get(0)); // the other is under way, at one point or another
        platform.kill();
        verified("--since", older.toString());
        platform.start();
        account = new Http(platform.url(), account.key);
        for (String one : ids) {
            account.awaitClip(one);
        }
        verified("--since", older.toString());
    }

    private void nothingPersonal() throws Exception {
        for (JsonNode entry : entries()) {
            for (String word : List.of("heron", "creator", account.key)) {
                check(!entry.toString().contains(word), "the log holds \"" + word + "\": " + entry);
            }
        }
        byte[] all = Files.readAllBytes(clip);
        for (String encoding : List.of("ISO-8859-1", "UTF-16LE", "UTF-16BE")) {
            String text = new String(all, encoding);
            for (String word : List.of(PROMPT, "heron", "V1 creator", account.key)) {
                check(!text.contains(word), "the clip holds \"" + word + "\" in " + encoding);
            }
        }
    }

    /** What the validator says of each file. */
    private List<JsonNode> validated(Path... files) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "node",
                SCRIPT.toString(),
                PLACE.toString(),
                platform.data.resolve("provenance/authority.pem").toString()));
        for (Path file : files) {
            command.add(file.toString());
        }
        List<JsonNode> told = new ArrayList<>();
        for (String line : said(command.toArray(String[]::new)).split("\n")) {
            told.add(new ObjectMapper().readTree(line));
        }
        equal(files.length, told.size(), "answers of the validator");
        return told;
    }

    private List<JsonNode> entries() throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        try (var files = Files.walk(platform.data.resolve("history/tile/entries"))) {
            for (Path bundle : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(bundle);
                for (int at = 0; at < bytes.length; ) {
                    int length = (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
                    entries.add(new ObjectMapper().readTree(Arrays.copyOfRange(bytes, at + 2, at + 2 + length)));
                    at += 2 + length;
                }
            }
        }
        check(!entries.isEmpty(), "the log has no entries");
        return entries;
    }

    private static boolean went(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        check(process.waitFor(300, TimeUnit.SECONDS), command[0] + " does not end");
        return process.exitValue() == 0;
    }

    private String said(String... command) throws Exception {
        Path out = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(300, TimeUnit.SECONDS);
        process.destroyForcibly();
        String words = Files.readString(out, StandardCharsets.UTF_8);
        check(ended && process.exitValue() == 0, command[0] + " said: " + words);
        return words;
    }
}
