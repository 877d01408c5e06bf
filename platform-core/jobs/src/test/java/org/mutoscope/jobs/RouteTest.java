package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** Who takes over, when, and what the story says of it. */
@Timeout(120)
class RouteTest {
    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void open() {
        house = new House(data).start();
        house.jobs.route("clip", Candidate.list("m, n"), false);
    }

    @AfterEach
    void close() {
        house.verifyLedger();
        house.close();
    }

    private ScriptedBackend add(String id, ScriptedBackend backend) {
        house.backend(id, backend);
        House.until(() -> house.jobs.models().backends().stream().anyMatch(b -> b.id().equals(id)));
        return backend;
    }

    @Test
    void aBackendThatFailedAJobIsAskedLast() {
        AtomicInteger calls = new AtomicInteger();
        add("one", new ScriptedBackend("m", 1, (r, c) -> {
            calls.incrementAndGet();
            return new RenderOutcome.Failed("down", "connection refused", true);
        }));
        add("two", ScriptedBackend.instant("n", 1));
        String job = house.order(house.account(), "clip");
        house.await(job, JobState.COMPLETED);
        assertEquals(1, calls.get());
        assertEquals("n", house.find(job).asked().model());
        assertTrue(
                house.story(job).contains("m: one@1.0.0 has 0 of 1 slots taken, and failed this job before"),
                house.story(job));
    }

    @Test
    void theOnlyBackendIsAskedAgain() {
        add(
                "one",
                new ScriptedBackend(
                        "m",
                        1,
                        (r, c) -> c.attempt() == 1
                                ? new RenderOutcome.Failed("hiccup", "x", true)
                                : ScriptedBackend.done()));
        house.await(house.order(house.account(), "clip"), JobState.COMPLETED);
    }

    @Test
    void aBusyBackendSendsItsJobsOn() {
        add("one", new ScriptedBackend("m", 1, (r, c) -> new RenderOutcome.Busy(Duration.ofMinutes(5))));
        add("two", ScriptedBackend.instant("n", 1));
        String job = house.order(house.account(), "clip");
        house.await(job, JobState.COMPLETED);
        assertEquals("n", house.find(job).asked().model());
        assertEquals(0, house.find(job).attempts());
        assertTrue(house.story(job).contains("one@1.0.0 rests, having said that it is busy"), house.story(job));
    }

    @Test
    void aFullBackendIsWaitedFor() {
        CountDownLatch go = new CountDownLatch(1);
        add("one", new ScriptedBackend("m", 1, (r, c) -> {
            go.await();
            return ScriptedBackend.done();
        }));
        ScriptedBackend two = add("two", ScriptedBackend.instant("n", 1));
        String account = house.account();
        String first = house.order(account, "clip");
        String second = house.order(account, "clip");
        House.until(() -> house.find(first).state() == JobState.IN_PROGRESS);
        go.countDown();
        house.await(first, JobState.COMPLETED);
        house.await(second, JobState.COMPLETED);
        assertEquals("m", house.find(second).asked().model());
        assertTrue(two.jobs.isEmpty(), "a place in the queue is no fault");
    }

    @Test
    void anOpenBreakerSendsJobsOnAndTheChoiceSaysSo() {
        house.settings.put("breaker_calls", 3);
        house.settings.put("attempts", 1);
        house.settings.put("breaker_open_seconds", 3600);
        add("one", new ScriptedBackend("m", 1, (r, c) -> new RenderOutcome.Failed("down", "x", true)));
        String account = house.account();
        for (int i = 0; i < 3; i++) {
            house.await(house.order(account, "clip"), JobState.FAILED);
        }
        add("two", ScriptedBackend.instant("n", 1));
        String rests = "one@1.0.0 rests, since 3 of its last 3 failed";
        House.until(() ->
                rests.equals(house.jobs.models().choices("clip", null).get(0).not()));
        String job = house.order(account, "clip");
        house.await(job, JobState.COMPLETED);
        assertTrue(house.story(job).contains("m: one@1.0.0 rests, since 3 of its last 3 failed"), house.story(job));
    }

    @Test
    void aRestartKeepsTheCandidates() {
        house.settings.put("dispatch_paused", true);
        add("one", ScriptedBackend.instant("m", 1));
        add("two", ScriptedBackend.instant("n", 1));
        String job = house.order(house.account(), "clip");
        house.close();
        house = new House(data).start();
        add("two", ScriptedBackend.instant("n", 1));
        house.await(job, JobState.COMPLETED);
        assertEquals("n", house.find(job).asked().model());
        assertEquals(10, house.find(job).creditsCaptured());
    }
}
