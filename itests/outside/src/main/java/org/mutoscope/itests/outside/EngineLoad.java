package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Many jobs, and a large package. */
final class EngineLoad {
    private static final String ENCODING = "org.mutoscope.pipeline.cfg";
    private static final String CODEC = "codec-1.0.0.jar";
    private static final String LARGE = "test-large";
    private static final Map<String, String> ONE_STEP = Map.of("steps", "1");
    /** Schedules with a terminal shift have two steps at least. */
    private static final Map<String, String> SMALL = Map.of("steps", "2");
    /** Jobs of E10. */
    private static final int JOBS = Integer.getInteger("mutoscope.jobs", 300);

    private static final int AT_ONCE = 4;
    private static final long MOST_WORKER = 48 << 10;
    private static final long MOST_LIVE = 16 << 10;

    private final Platform platform;
    private final Studio studio;
    private final EnginePackages packages;
    private final Cli cli;
    private final ModelFolders folders;

    EngineLoad(Platform platform, Studio studio, EnginePackages packages) {
        this.platform = platform;
        this.studio = studio;
        this.packages = packages;
        this.cli = new Cli(platform);
        this.folders = new ModelFolders(platform.data.resolve("load"));
    }

    /** Memory in KiB: of the worker all that is resident, of the platform objects that live (its heap breathes). */
    private record Memory(long worker, long platform) {}

    /**
     * One small job after the other: what a job leaves behind shows. The last go through the encoder that is shipped, whose processes take most of the time
     * of a small clip; the others through one that writes frames as they are.
     */
    void manyJobs() throws Exception {
        packages.need(EnginePackages.QUICK);
        try {
            rawFrames();
            jobs(JOBS / 10);
            measured();
        } finally {
            shippedEncoder();
        }
    }

    private void measured() throws Exception {
        Set<ProcessHandle> workers = Set.copyOf(platform.workers());
        Memory before = memory();
        long begin = System.nanoTime();
        jobs(JOBS - JOBS / 10 - JOBS / 50);
        double seconds = (System.nanoTime() - begin) / 1e9;
        shippedEncoder();
        JsonNode clip = studio.clip(EnginePackages.QUICK, SMALL);
        String codecs = studio.facts(clip.path("id").asText()).path("codecs").asText();
        check(codecs.contains("h264"), "the shipped encoder is not back: " + codecs);
        jobs(JOBS / 50);
        Memory after = memory();
        System.out.printf(
                Locale.ROOT,
                "      %d jobs, %.1f/s of raw frames; worker %.1f, then %.1f MiB; live objects of the platform %.1f, then %.1f MiB%n",
                JOBS,
                (JOBS - JOBS / 10 - JOBS / 50) / seconds,
                before.worker / 1024.0,
                after.worker / 1024.0,
                before.platform / 1024.0,
                after.platform / 1024.0);
        check(workers.equals(Set.copyOf(platform.workers())), "the worker was replaced meanwhile");
        check(after.worker - before.worker < MOST_WORKER, "the worker grows");
        check(after.platform - before.platform < MOST_LIVE, "the platform grows");
    }

    /** Changes the encoder. Orders wait for one that is not there yet; one that begins before the change is made by the other. */
    private void rawFrames() throws Exception {
        platform.configure(ENCODING, "profile = raw\n");
        Duration most = Duration.ofSeconds(60);
        String[] state = {""};
        for (int tries = 0; !state[0].equals("waiting"); tries++) {
            check(tries < 60, "the encoder does not change; the last job is " + state[0]);
            String id = studio.order(EnginePackages.QUICK, SMALL);
            // One that is under way at the change may find that its encoder is gone: it failed, and is no matter here.
            Promises.await(most, id + " waits for an encoder, or is over", () -> {
                try {
                    state[0] = studio.job(id).path("state").asText();
                    return state[0].matches("waiting|completed|failed");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        platform.drop(CODEC);
    }

    /** First the other goes, who would read the files of this one, too. */
    private void shippedEncoder() throws Exception {
        Files.deleteIfExists(platform.data.resolve("deploy").resolve(CODEC));
        Http admin = platform.admin();
        Promises.await(Duration.ofSeconds(60), "the test codec is gone", () -> {
            try {
                return !admin.get("/api/v1/admin/plugins").response().body().contains("itests.codec");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        platform.configure(ENCODING, "");
    }

    private void jobs(int count) throws Exception {
        Deque<String> running = new ArrayDeque<>();
        for (int begun = 0; begun < count; begun++) {
            if (running.size() == AT_ONCE) {
                studio.account.awaitClip(running.remove());
            }
            running.add(studio.order(EnginePackages.QUICK, Map.of("steps", "2", "seed", String.valueOf(begun))));
        }
        for (String id : running) {
            studio.account.awaitClip(id);
        }
    }

    private Memory memory() throws Exception {
        String pid = String.valueOf(platform.workers().get(0).pid());
        return new Memory(
                Long.parseLong(output("ps", "-o", "rss=", "-p", pid).trim()),
                Footprint.of(platform.pid()).bytes() / 1024);
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A package with more weights than one file of ONNX can hold: bytes that take no room until they are copied. */
    void large() throws Exception {
        long room = platform.data.toFile().getUsableSpace() >> 30;
        if (room < 4 && System.getenv("CI") == null) {
            System.out.println("      SKIPPED: this takes 3 GiB of disk, there are " + room);
            return;
        }
        Path folder = folders.copy(ModelFolders.family("animatediff"), LARGE);
        long begin = System.nanoTime();
        EngineFaults.external(folder, 2_200_000, 1000);
        ModelFolders.change(
                folder, json -> json.putObject("memory_mb").put("host", 2300).put("device", 2300));
        long made = System.nanoTime();
        cli.json("model", "import", folder.toString());
        ModelFolders.delete(folder);
        long imported = System.nanoTime();
        studio.awaitOffer(LARGE, true);
        JsonNode clip = studio.clip(LARGE, ONE_STEP);
        JsonNode facts = studio.facts(clip.path("id").asText());
        System.out.printf(
                Locale.ROOT,
                "      2.2 GB: made in %.1f s, imported in %.1f s, clip after another %.1f s, opened in %s ms%n",
                (made - begin) / 1e9,
                (imported - made) / 1e9,
                (System.nanoTime() - imported) / 1e9,
                facts.path("backend.open_ms").asText());
        cli.json("model", "remove", LARGE);
    }
}
