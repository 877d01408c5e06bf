package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Jobs under 8 clients while a backend, a billing and a licensing bundle are exchanged over and over: the newer version is dropped beside the older, the
 * older is deleted, dropped again beside the newer, and the newer is deleted. Prints what failed, what was lost or charged wrongly, and how long a dropped
 * backend took to get its first job. Argument: number of jobs.
 */
public final class Swaps {
    private static final int CLIENTS = 8;
    private static final List<String> PARTS = List.of("pattern", "coupon", "words");
    private static final String NEWER = "pattern@2.0.0";
    private static final Map<String, String> CONF = Map.of(
            "org.mutoscope.pipeline.cfg",
            "profile = raw\n",
            "org.mutoscope.billing.cfg",
            Customers.PRODUCTS,
            "org.mutoscope.rest.cfg",
            "requests.per.minute = 0\n");

    private final int jobs;
    private final List<String> onNewer = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private Platform platform;
    private Http admin;
    private Customers customers;

    private Swaps(int jobs) {
        this.jobs = jobs;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.exit(new Swaps(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        try {
            return exchange();
        } finally {
            customers.close();
        }
    }

    private boolean exchange() throws Exception {
        platform = new Platform(CONF);
        platform.drop("codec-1.0.0.jar");
        drop("1.0.0");
        try (Platform running = platform.start()) {
            admin = running.admin();
            awaitServing("1.0.0");
            customers = new Customers(running, CLIENTS, 10L * jobs);
            Instant begin = Instant.now();
            customers.begin();
            goOn();
            while (customers.made() < jobs) {
                cycle();
            }
            return report(Duration.between(begin, Instant.now()));
        }
    }

    private void cycle() throws Exception {
        customers.fresh();
        onNewer.clear();
        List<Path> newer = drop("2.0.0");
        Instant whole = Files.getLastModifiedTime(newer.get(0)).toInstant();
        await(Duration.ofSeconds(60), "the newer backend gets jobs", () -> {
            customers.fresh().stream()
                    .filter(clip -> clip.backend().equals(NEWER))
                    .forEach(clip -> onNewer.add(clip.id()));
            return onNewer.size() >= CLIENTS;
        });
        waits.add(firstBegun().toEpochMilli() - whole.toEpochMilli());
        awaitServing("2.0.0");
        delete("1.0.0");
        goOn();
        drop("1.0.0");
        awaitServing("1.0.0");
        goOn();
        delete("2.0.0");
        goOn();
    }

    /** When the first job on the newer backend began. */
    private Instant firstBegun() throws Exception {
        Instant first = Instant.MAX;
        for (String id : onNewer) {
            JsonNode job = admin.get("/api/v1/jobs/" + id).json();
            Instant begun = Instant.parse(job.path("started_at").asText());
            first = begun.isBefore(first) ? begun : first;
        }
        return first;
    }

    private List<Path> drop(String version) throws Exception {
        List<Path> files = new ArrayList<>();
        for (String part : PARTS) {
            files.add(platform.drop(part + "-" + version + ".jar"));
        }
        return files;
    }

    private void delete(String version) throws Exception {
        for (String part : PARTS) {
            Files.delete(platform.data.resolve("deploy/" + part + "-" + version + ".jar"));
        }
        await(Duration.ofSeconds(60), version + " is gone", () -> serving(version) == 0);
    }

    private void awaitServing(String version) throws Exception {
        await(Duration.ofSeconds(60), version + " serves", () -> serving(version) == PARTS.size());
    }

    private int serving(String version) {
        try {
            int serving = 0;
            for (JsonNode plugin : admin.get("/api/v1/admin/plugins").json().path("data")) {
                boolean ours = PARTS.stream().anyMatch(plugin.path("name").asText()::endsWith);
                boolean same = plugin.path("version").asText().equals(version);
                serving += ours && same && plugin.path("services").size() > 0 ? 1 : 0;
            }
            return serving;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every client has, on average, seen two more clips. */
    private void goOn() throws Exception {
        int before = customers.made();
        await(Duration.ofSeconds(60), "jobs go on", () -> customers.made() >= before + 2 * CLIENTS);
    }

    private boolean report(Duration took) throws Exception {
        Customers.Verdict verdict = customers.end();
        System.out.printf(
                "%d clients, %d times both ways in %d s, %s%n", CLIENTS, waits.size(), took.toSeconds(), verdict);
        waits.sort(null);
        System.out.printf(
                "file complete in deploy/ to first job dispatched to it, %d drops: median %d ms, worst %d ms%n",
                waits.size(), waits.get(waits.size() / 2), waits.get(waits.size() - 1));
        return verdict.good();
    }
}
