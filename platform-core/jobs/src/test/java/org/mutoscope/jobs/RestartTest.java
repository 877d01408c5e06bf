package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** What the next process finds. */
@Timeout(180)
class RestartTest {
    @TempDir
    Path data;

    @Test
    void aCleanStopHandsRunningJobsOver() {
        String id;
        try (House house = new House(data).start()) {
            ScriptedBackend backend = new ScriptedBackend("m", 1, (request, context) -> {
                new CountDownLatch(1).await();
                return null;
            });
            house.backend("one", backend);
            id = house.submit(house.account(), "m");
            House.until(() -> backend.running.get() == 1);
        }
        try (House house = new House(data).start()) {
            assertEquals(JobState.QUEUED, house.find(id).state());
            assertEquals("HELD", house.hold(id));
            house.backend("one", ScriptedBackend.instant("m", 1));
            assertEquals(0, house.await(id, JobState.COMPLETED).attempts());
            assertTrue(house.words(id).contains("handed_over"), house.story(id));
        }
    }

    @Test
    void afterAKillTheJobGoesOnWithItsTicketAndIsChargedOnce() {
        String id;
        String account;
        try (House house = new House(data).start()) {
            house.settings.put("dispatch_paused", true);
            account = house.account();
            id = house.submit(account, "m");
            killedWhileRunning(house, id);
        }
        try (House house = new House(data).start()) {
            house.backend("one", new ScriptedBackend("m", 1, (request, context) -> {
                assertEquals("upstream-1", context.ticket().orElseThrow());
                return ScriptedBackend.done();
            }));
            Job job = house.await(id, JobState.COMPLETED);
            assertEquals(0, job.attempts());
            assertEquals("CAPTURED", house.hold(id));
            assertEquals(290, house.available(account));
            assertTrue(house.words(id).contains("recovered"), house.story(id));
            house.verifyLedger();
        }
    }

    @Test
    void aJobThatKeepsKillingThePlatformIsGivenUp() {
        String id;
        try (House house = new House(data).start()) {
            house.settings.put("dispatch_paused", true);
            id = house.submit(house.account(), "m");
        }
        for (int kills = 0; kills <= 5; kills++) {
            try (House house = new House(data).start()) {
                assertEquals(JobState.QUEUED, house.find(id).state(), "after " + kills + " kills");
                house.settings.put("dispatch_paused", true);
                killedWhileRunning(house, id);
            }
        }
        try (House house = new House(data).start()) {
            assertEquals(JobState.FAILED, house.find(id).state());
            assertEquals("RELEASED", house.hold(id));
        }
    }

    @Test
    void tenThousandQueuedJobsAreFoundInOrder() {
        int many = 10_000;
        List<String> first = new ArrayList<>();
        try (House house = new House(data)) {
            String account = house.account();
            house.storage.write(tx ->
                    house.ledger.grant(tx, new Ledger.GrantRequest(account, Source.PROMO, "plenty", 1_000_000, null)));
            house.storage.write(tx -> {
                for (int i = 0; i < many; i++) {
                    var job = House.job(account, "m");
                    JobTable.insert(tx, job, null);
                    StepTable.insert(tx, job.id());
                    if (i < 3) {
                        first.add(job.id());
                    }
                }
                return null;
            });
        }
        try (House house = new House(data)) {
            long begun = System.nanoTime();
            house.start();
            long millis = (System.nanoTime() - begun) / 1_000_000;
            assertEquals(many, house.board().depth().queued());
            assertTrue(millis < 10_000, "reading the queue took " + millis + " ms");
            ScriptedBackend backend = new ScriptedBackend("m", 1, (request, context) -> {
                new CountDownLatch(1).await();
                return null;
            });
            house.backend("one", backend);
            House.until(() -> !backend.jobs.isEmpty());
            assertEquals(first.get(0), backend.jobs.peek());
        }
    }

    /** Leaves the database as a kill leaves it: the step leased, the job in progress, nobody there. */
    private static void killedWhileRunning(House house, String id) {
        house.storage.write(tx -> {
            StepTable.Step step = StepTable.find(tx, id).orElseThrow();
            assertTrue(JobTable.begin(tx, id, "one@1.0.0", "m"));
            long fence = StepTable.lease(tx, step, tx.now().plusSeconds(60)).orElseThrow();
            assertTrue(StepTable.remember(tx, id, fence, new StepTable.Mark("upstream-1", "one")));
            return null;
        });
    }

    @Test
    void anEntryReadsBackAsItWasWritten() {
        Map<String, String> odd = Map.of("a\tb", "c\nd", "\\", "\0\r", "", "", "emoji", "\ud83d\ude00");
        assertEquals(odd, Entries.map(Entries.of(odd)));
        List<String> list = List.of("", "x\\n", "y\nz");
        assertEquals(list, Entries.list(Entries.of(list)));
        assertTrue(Entries.map("").isEmpty());
        assertTrue(Entries.list("").isEmpty());
    }
}
