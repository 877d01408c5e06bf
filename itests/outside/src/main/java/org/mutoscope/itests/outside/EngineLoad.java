package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Many jobs, and a large package. */
final class EngineLoad {
    /** Jobs of E10; 0 for as many as are done in {@link #SECONDS}. */
    private static final int JOBS = Integer.getInteger("mutoscope.jobs", 0);

    private static final int SECONDS = 30;
    private static final int AT_ONCE = 4;
    private static final long MOST_WORKER = 48 << 10;
    private static final long MOST_LIVE = 16 << 10;

    private final Platform platform;
    private final Studio studio;
    private final Cli cli;
    private final ModelFolders folders;

    EngineLoad(Platform platform, Studio studio) {
        this.platform = platform;
        this.studio = studio;
        this.cli = new Cli(platform);
        this.folders = new ModelFolders(platform.data.resolve("load"));
    }

    /** Memory in KiB: of the worker all that is resident, of the platform objects that live (its heap breathes). */
    private record Memory(long worker, long platform) {}

    /** One small job after the other: what a job leaves behind shows. */
    void manyJobs(String model) throws Exception {
        List<ProcessHandle> workers = platform.workers();
        int first = JOBS > 0 ? JOBS / 3 : 0;
        int warm = jobs(model, first, SECONDS / 3);
        Memory before = memory();
        int more = jobs(model, JOBS - first, SECONDS - SECONDS / 3);
        Memory after = memory();
        System.out.printf(
                Locale.ROOT,
                "      %d + %d jobs; worker %.1f, then %.1f MiB; live objects of the platform %.1f, then %.1f MiB%n",
                warm,
                more,
                before.worker / 1024.0,
                after.worker / 1024.0,
                before.platform / 1024.0,
                after.platform / 1024.0);
        check(workers.equals(platform.workers()), "the worker was replaced meanwhile");
        check(after.worker - before.worker < MOST_WORKER, "the worker grows");
        check(after.platform - before.platform < MOST_LIVE, "the platform grows");
    }

    private int jobs(String model, int count, int seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Deque<String> running = new ArrayDeque<>();
        int done = 0;
        while (count > 0 ? done < count : System.nanoTime() < end) {
            while (running.size() < AT_ONCE) {
                running.add(studio.order(model, Map.of("steps", "1", "seed", String.valueOf(done))));
            }
            studio.account.awaitClip(running.remove());
            done++;
        }
        for (String id : running) {
            studio.account.awaitClip(id);
        }
        return done + running.size();
    }

    private Memory memory() throws Exception {
        String histogram = output(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(platform.pid()),
                "GC.class_histogram");
        String[] total =
                histogram.substring(histogram.lastIndexOf("Total")).trim().split(" +");
        String pid = String.valueOf(platform.workers().get(0).pid());
        return new Memory(
                Long.parseLong(output("ps", "-o", "rss=", "-p", pid).trim()), Long.parseLong(total[2].trim()) / 1024);
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A package with more weights than one file of ONNX can hold. */
    void large() throws Exception {
        Path folder = folders.copy(ModelFolders.family("animatediff"), "test-large");
        long room = platform.data.toFile().getUsableSpace() >> 30;
        if (room < 8 && System.getenv("CI") == null) {
            System.out.println("      SKIPPED: this takes 5 GiB of disk, there are " + room);
            return;
        }
        EngineFaults.external(folder, 2_200_000, 1000);
        ModelFolders.change(
                folder, json -> json.putObject("memory_mb").put("host", 2300).put("device", 2300));
        long begin = System.nanoTime();
        cli.json("model", "import", folder.toString());
        long imported = System.nanoTime();
        studio.awaitOffer("test-large", true);
        JsonNode clip = studio.clip("test-large", Map.of("steps", "1"));
        JsonNode facts = studio.facts(clip.path("id").asText());
        System.out.printf(
                Locale.ROOT,
                "      2.2 GB: imported in %.1f s, clip after another %.1f s, opened in %s ms%n",
                (imported - begin) / 1e9,
                (System.nanoTime() - imported) / 1e9,
                facts.path("backend.open_ms").asText());
        cli.json("model", "remove", "test-large");
        ModelFolders.delete(folder);
    }
}
