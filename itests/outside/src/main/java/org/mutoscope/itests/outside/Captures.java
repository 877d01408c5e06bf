package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** From the order over HTTP to the captured credits, through a backend that does nothing and an encoder that writes frames as they are. Argument: number of jobs. */
public final class Captures {
    private static final int ACCOUNTS = 8;
    private static final int CLIENTS = 32;

    private Captures() {}

    /** Measures; a fifth of the jobs goes before, unmeasured. */
    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5000;
        Platform platform = new Platform(Map.of(
                "org.mutoscope.pipeline.cfg", "profile = raw\n",
                "org.mutoscope.rest.cfg", "requests.per.minute = 0\n",
                "org.mutoscope.storage.jdbc.cfg", Platform.STORAGE));
        platform.drop("codec-1.0.0.jar");
        platform.drop("blank-1.0.0.jar");
        try (Platform running = platform.start()) {
            Http admin = running.admin();
            await(Duration.ofSeconds(60), "the model is offered", () -> text(admin, "/v1/models")
                    .contains("blank"));
            List<Http> accounts = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                accounts.add(running.account("account " + i, 100L * jobs));
            }
            round(accounts, jobs / 5);
            long began = System.nanoTime();
            round(accounts, jobs);
            double seconds = (System.nanoTime() - began) / 1e9;
            boolean sound = new Cli(running).json("ledger", "verify").path("ok").asBoolean();
            System.out.printf(
                    "%d jobs from submit to capture in %.1f s: %.0f jobs/s; ledger %s%n",
                    jobs, seconds, jobs / seconds, sound ? "sound" : "NOT SOUND");
        }
        System.exit(0);
    }

    private static void round(List<Http> accounts, int jobs) throws Exception {
        AtomicInteger left = new AtomicInteger(jobs);
        AtomicInteger taken = new AtomicInteger();
        try (Clients clients = new Clients(CLIENTS, (client, n) -> {
            if (left.decrementAndGet() >= 0) {
                accounts.get(client % ACCOUNTS)
                        .post(
                                "/v1/videos",
                                Map.of("model", "blank", "prompt", client + "/" + n, "size", "128x128", "seconds", "1"))
                        .ok();
                taken.incrementAndGet();
            } else {
                Thread.sleep(50); // until the round is over
            }
        })) {
            await(Duration.ofMinutes(10), "all are taken", () -> taken.get() >= jobs);
            List<String> failures = clients.end();
            Promises.check(
                    failures.isEmpty(),
                    "requests failed: " + failures.stream().limit(3).toList());
        }
        for (Http account : accounts) {
            await(Duration.ofMinutes(10), "all are captured", () -> text(account, "/api/v1/credits")
                    .matches(".*\"held\":0\\D.*"));
            // Nothing is held for a job that failed, either.
            Promises.check(!text(account, "/api/v1/jobs?limit=100").contains("\"failed\""), "jobs failed");
        }
    }

    private static String text(Http account, String path) {
        try {
            return account.get(path).json().toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
