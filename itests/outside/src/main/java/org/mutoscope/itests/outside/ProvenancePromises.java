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

/** The promises V1, V4 and V13: what clips say of themselves, with the reference validator as judge. Arguments name those to check. */
public final class ProvenancePromises {
    private static final Path SCRIPT = Platform.TOP.resolve("itests/accept/provenance/validate.mjs");
    private static final Path PLACE = Platform.TOP.resolve("itests/outside/target/c2pa");
    private static final String VALIDATOR = "@contentauth/c2pa-wasm@0.13.3";
    private static final String PROMPT = "a heron that nobody else would ask for";

    private final Promises promises;
    private final Path folder = Files.createTempDirectory("mutoscope-provenance-");
    private Platform platform;
    private Http account;
    private Path clip;

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
            promises.promise("V13", "no manifest reveals user or prompt", this::nothingPersonal);
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
        equal("signed", done.path("mutoscope").path("provenance").asText(), "provenance");
        return Files.write(
                folder.resolve(name),
                account.bytes("/v1/videos/" + done.path("id").asText() + "/content"));
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

    private void nothingPersonal() throws Exception {
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
