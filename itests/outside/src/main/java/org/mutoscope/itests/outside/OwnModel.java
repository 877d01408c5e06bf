package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The promise E13: who follows models.md literally, command by command, has a clip of a model that was exported from diffusers. The model is a tiny one
 * with random weights, and its sizes are, too.
 */
public final class OwnModel {
    /** Where the page's first commands have put the export tool; .ci/run does that. */
    private static final Path TOOLS = Path.of(System.getenv()
            .getOrDefault(
                    "MUTOSCOPE_MODEL_TOOLS",
                    Platform.TOP.resolve("target/model-tools").toString()));

    private static final String TOOL = "bin/mutoscope-model-tools";

    private OwnModel() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(List.of(arguments));
        promises.promise(
                "E13", "the page for one's own model, followed literally: export, import, clips, verify", () -> {
                    if (!Files.isExecutable(TOOLS.resolve(TOOL))
                            && (System.getenv("CI") == null
                                    || System.getenv("MUTOSCOPE_WITHOUT_MODEL_TOOLS") != null)) {
                        System.out.println("#### SKIPPED: there is no " + TOOLS.resolve(TOOL)
                                + "; MUTOSCOPE_MODEL_TOOLS names another folder, .ci/run makes this one ####");
                        return;
                    }
                    follow(Page.read("operate/models.md").blocks("sh"));
                });
        System.exit(promises.end());
    }

    private static void follow(List<String> blocks) throws Exception {
        String install = blocks.get(0);
        check(
                install.contains("pip install SOURCES/backend-local-cuda/model-tools"),
                "the page installs the tool otherwise: " + install);
        Path place = Files.createTempDirectory("mutoscope-own-model-");
        Files.createSymbolicLink(place.resolve("model-tools"), TOOLS.toAbsolutePath());
        // What the operator has: a folder that diffusers reads.
        shell(place, "model-tools/" + TOOL + " golden ltx tiny --source source");
        Files.write(place.resolve("first.png"), Studio.picture("96x64", 0xc02020, 0x2040c0));
        try (Platform platform = new Platform(Map.of()).start()) {
            String commands = blocks.get(1)
                    .replace("SOURCE ", "source ")
                    .replace("LICENCE", "CC0-1.0")
                    .replace("704x480", "96x64")
                    .replace("480x704", "64x96")
                    .replace("DATA", platform.data.toString());
            String said = shell(place, commands);
            check(said.contains("my-model"), "the model is not listed: " + said);
            check(said.contains("is what its model.json says, and runs"), "it does not verify: " + said);
            try (Stream<Path> files = Files.list(place)) {
                List<Path> clips =
                        files.filter(file -> file.toString().endsWith(".mp4")).toList();
                equal(2, clips.size(), "clips; the commands said " + said);
            }
        }
        ModelFolders.delete(place);
    }

    /** Runs commands as they stand on the page. */
    private static String shell(Path place, String commands) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-e", "-c", commands).directory(place.toFile());
        shell.environment().merge("PATH", Platform.HOME.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        shell.environment().put("OMP_NUM_THREADS", "1");
        Process process = shell.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        equal(0, process.waitFor(), "exit code of " + commands + "; it said " + said);
        return said;
    }
}
