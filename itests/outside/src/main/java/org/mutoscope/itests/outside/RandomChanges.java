package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;
import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The promises P1 and P2: a backend, a billing and a licensing bundle are upgraded, taken back, dropped, removed and deleted in any order while clients
 * use them all. Properties: {@code mutoscope.changes}, 20 if not said, and {@code mutoscope.seed}.
 */
final class RandomChanges implements AutoCloseable {
    private static final int CHANGES = Integer.getInteger("mutoscope.changes", 20);
    private static final long SEED = Long.getLong("mutoscope.seed", System.nanoTime());
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 5;
    private static final List<String> PARTS = List.of("pattern", "coupon", "words");
    private static final String NAMES = "org.mutoscope.itests.";
    private static final String PATH = "/api/v1/admin/plugin-changes";
    private static final Duration LONG = Duration.ofSeconds(90);
    /** Of each part one version runs before and after; a loader or two may wait for a thread of some pool to forget it. */
    private static final int LOADERS_MORE = 3;

    /** For what the database keeps of jobs that have come since. */
    private static final long BYTES_MORE = 16_000_000;

    private final Platform platform;
    private final Http admin;
    private final Random random = new Random(SEED);
    private final Customers customers;
    private final Map<String, Integer> done = new TreeMap<>();
    private int version;

    RandomChanges(Platform platform) throws Exception {
        this.platform = platform;
        this.admin = platform.admin();
        this.customers = new Customers(platform, CLIENTS, 1_000_000);
    }

    /** P1. */
    void changed() throws Exception {
        for (String part : PARTS) {
            change("install", jarName(part), jar(part));
            alone(part);
        }
        customers.begin();
        await(LONG, "all is warm", () -> customers.made() >= 20 * CLIENTS);
        Footprint before = Footprint.of(platform.pid());
        for (int i = 0; i < CHANGES; i++) {
            any(PARTS.get(random.nextInt(PARTS.size())));
            goOn();
        }
        for (String part : PARTS) {
            alone(part);
        }
        goOn();
        Footprint[] after = new Footprint[1];
        await(LONG, "class loaders and heap are as they were: " + before, () -> {
            after[0] = footprint();
            return after[0].loaders() <= before.loaders() + LOADERS_MORE
                    && after[0].frameworks() == 1
                    && after[0].bytes() <= before.bytes() + BYTES_MORE;
        });
        System.out.println("      " + CHANGES + " changes " + done + " under " + CLIENTS + " clients, seed " + SEED
                + "; " + before + " before, " + after[0] + " after");
    }

    private Footprint footprint() {
        try {
            return Footprint.of(platform.pid());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The books are compared when nothing is changed any more. */
    void judged() throws Exception {
        Customers.Verdict verdict = customers.end();
        check(verdict.good(), "seed " + SEED + ": " + verdict);
        System.out.println("      " + verdict);
        for (JsonNode operation : admin.get(PATH).json().path("data")) {
            check(
                    !operation.path("sentence").asText().contains("@20.")
                            || !operation.path("state").asText().equals("TAKEN_BACK"),
                    "a good version was taken back: " + operation);
        }
    }

    /** Something that leaves at least one version of the part. */
    private void any(String part) throws Exception {
        List<String> running = running(part);
        List<String> choices = running.size() == 1
                ? List.of("upgrade", "upgrade", "install", "drop", "rollback")
                : List.of("remove newer", "remove older", "delete newer", "delete older", "rollback");
        String choice = choices.get(random.nextInt(choices.size()));
        if (choice.equals("rollback") && running.size() == 1 && !goesBack(part)) {
            choice = "upgrade";
        }
        done.merge(choice, 1, Integer::sum);
        String bundle = NAMES + part + "@" + running.get(choice.endsWith("newer") ? running.size() - 1 : 0);
        switch (choice) {
            case "upgrade", "install" -> change(choice, jarName(part), jar(part));
            case "rollback" -> change(choice, NAMES + part, null);
            case "drop" -> drop(part);
            case "remove newer", "remove older" -> change("remove", bundle, null);
            default -> delete(bundle);
        }
    }

    /** Whether an earlier version is kept. */
    private boolean goesBack(String part) throws Exception {
        return admin.get("/api/v1/admin/plugin-lock")
                .json()
                .path("lock")
                .asText()
                .contains("\nback " + NAMES + part + " ");
    }

    private void change(String verb, String name, byte[] content) throws Exception {
        String path = PATH + "?verb=" + verb + "&name=" + name + "&drain_seconds=30";
        JsonNode done = (content == null ? admin.post(path, Map.of()) : admin.upload(path, content)).json();
        equal(
                "DONE",
                done.path("state").asText(),
                "seed " + SEED + ": " + verb + " " + name + ": " + done.path("sentence"));
    }

    private byte[] jar(String part) throws Exception {
        version++;
        return SpoiltJar.of(Platform.BUNDLES.resolve(part + "-2.0.0.jar"))
                .header("Bundle-Version", "20.0." + version)
                .bytes();
    }

    private String jarName(String part) {
        return part + "-20.0." + (version + 1) + ".jar";
    }

    /** Copies it into the deploy folder. @return the file */
    private Path drop(String part) throws Exception {
        Path file = platform.data.resolve("deploy").resolve(jarName(part));
        byte[] content = jar(part);
        Path ready = Files.write(file.resolveSibling(file.getFileName() + ".part"), content);
        Files.move(ready, file);
        String mine = "20.0." + version;
        await(LONG, file + " serves", () -> running(part).contains(mine));
        return file;
    }

    private void delete(String bundle) throws Exception {
        String file = plugin(bundle).path("file").asText();
        Files.delete(platform.data.resolve("deploy").resolve(file));
        await(LONG, bundle + " is gone", () -> plugin(bundle).isMissingNode());
    }

    private JsonNode plugin(String bundle) {
        return plugins(p -> bundle.equals(
                        p.path("name").asText() + "@" + p.path("version").asText()))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** Versions of a part that serve, oldest first. */
    private List<String> running(String part) {
        return plugins(p -> p.path("name").asText().equals(NAMES + part)
                        && p.path("state").asText().equals("ACTIVE")
                        && p.path("services").size() > 0)
                .map(p -> p.path("version").asText())
                .sorted(Comparator.comparing(ModuleDescriptor.Version::parse))
                .toList();
    }

    private Stream<JsonNode> plugins(Function<JsonNode, Boolean> which) {
        try {
            List<JsonNode> found = new ArrayList<>();
            admin.get("/api/v1/admin/plugins").json().path("data").forEach(found::add);
            return found.stream().filter(which::apply);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The newest version of a part stays alone. */
    private void alone(String part) throws Exception {
        List<String> running = running(part);
        for (String older : running.subList(0, running.size() - 1)) {
            change("remove", NAMES + part + "@" + older, null);
        }
    }

    /** Each client has, on average, done something more. */
    private void goOn() throws Exception {
        int before = customers.made();
        await(LONG, "jobs go on", () -> customers.made() >= before + CLIENTS);
    }

    /** P2: how long a dropped backend takes to serve, and how long nobody got a job while one was upgraded. */
    void timed() throws Exception {
        List<Long> serve = new ArrayList<>();
        List<Long> gaps = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            customers.fresh();
            Path file = drop("pattern");
            serve.add(first(made()) - Files.getLastModifiedTime(file).toMillis());
            alone("pattern");
            goOn();
            customers.fresh();
            change("upgrade", jarName("pattern"), jar("pattern"));
            gaps.add(gap(made()));
        }
        System.out.println("      drop to serve: " + told(serve) + "; upgrade gap: " + told(gaps));
    }

    /** Clips of all versions until the newest has made some. */
    private List<Customers.Clip> made() throws Exception {
        List<Customers.Clip> made = new ArrayList<>();
        await(LONG, "the newest version makes clips", () -> {
            made.addAll(customers.fresh());
            return made.stream().filter(this::newest).count() >= CLIENTS;
        });
        return made;
    }

    private boolean newest(Customers.Clip clip) {
        return clip.backend().equals("pattern@20.0." + version);
    }

    private long first(List<Customers.Clip> made) throws Exception {
        return begun(made.stream().filter(this::newest).toList())
                .min(Long::compare)
                .orElseThrow();
    }

    /** From the last job that an older version got to the first that the newest got; none if they overlap. */
    private long gap(List<Customers.Clip> made) throws Exception {
        long last = begun(made.stream().filter(clip -> !newest(clip)).toList())
                .max(Long::compare)
                .orElse(Long.MAX_VALUE);
        return Math.max(0, first(made) - last);
    }

    private Stream<Long> begun(List<Customers.Clip> clips) throws Exception {
        List<Long> begun = new ArrayList<>();
        for (Customers.Clip clip : clips) {
            JsonNode job = admin.get("/api/v1/jobs/" + clip.id()).json();
            begun.add(Instant.parse(job.path("started_at").asText()).toEpochMilli());
        }
        return begun.stream();
    }

    private static String told(List<Long> milliseconds) {
        List<Long> sorted = milliseconds.stream().sorted().toList();
        return "median " + sorted.get(sorted.size() / 2) + " ms, worst " + sorted.get(sorted.size() - 1) + " ms of "
                + sorted.size();
    }

    @Override
    public void close() {
        customers.close();
    }
}
