package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.assets.AssetStore;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.provenance.ProvenanceStep;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** How attempts end, what they are charged, and what the job's story says. */
@Timeout(120)
class AttemptTest {
    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void open() {
        house = new House(data).start();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aRefusalFailsTheJobWithoutAnotherAttemptAndFreesTheCredits() {
        house.backend(
                "one", new ScriptedBackend("m", 1, (r, c) -> new RenderOutcome.Refused("no_cats", "Ask for a dog.")));
        String account = house.account();
        Job job = house.await(house.submit(account, "m"), JobState.FAILED);
        assertEquals("no_cats", job.errorCode());
        assertEquals("Ask for a dog.", job.errorMessage());
        assertEquals(0, job.attempts());
        assertEquals("RELEASED", house.hold(job.id()));
        assertEquals(300, house.available(account));
    }

    @Test
    void threeFailuresAreAllThatAJobGets() {
        AtomicInteger calls = new AtomicInteger();
        house.backend("one", new ScriptedBackend("m", 1, (r, c) -> {
            calls.incrementAndGet();
            throw new NoClassDefFoundError("com/acme/Absent");
        }));
        Job job = house.await(house.submit(house.account(), "m"), JobState.FAILED);
        assertEquals(3, calls.get());
        assertEquals(3, job.attempts());
        assertEquals("backend_failed", job.errorCode());
        assertFalse(job.errorMessage().contains("com/acme"), "what the operator reads is not for the creator");
        assertTrue(house.story(job.id()).contains("NoClassDefFoundError"), house.story(job.id()));
        assertEquals("RELEASED", house.hold(job.id()));
        house.verifyLedger();
    }

    @Test
    void aFailureThatAnotherAttemptCannotMendIsTheLast() {
        house.backend(
                "one",
                new ScriptedBackend(
                        "m", 1, (r, c) -> new RenderOutcome.Failed("broken_model", "graph missing", false)));
        Job job = house.await(house.submit(house.account(), "m"), JobState.FAILED);
        assertEquals(1, job.attempts());
        assertEquals("broken_model", job.errorCode());
    }

    @Test
    void aSecondAttemptMaySucceed() {
        AtomicInteger calls = new AtomicInteger();
        house.backend("one", new ScriptedBackend("m", 1, (r, c) -> {
            assertEquals(calls.incrementAndGet(), c.attempt());
            return c.attempt() == 1 ? new RenderOutcome.Failed("hiccup", "x", true) : ScriptedBackend.done();
        }));
        Job job = house.await(house.submit(house.account(), "m"), JobState.COMPLETED);
        assertEquals(1, job.attempts());
        assertEquals(
                List.of("queued", "dispatched", "attempt_failed", "dispatched", "completed"), house.words(job.id()));
    }

    @Test
    void aBusyBackendIsLeftAloneForAWhileAndNothingIsCharged() {
        AtomicInteger calls = new AtomicInteger();
        List<Long> at = Collections.synchronizedList(new ArrayList<>());
        house.backend("one", new ScriptedBackend("m", 1, (r, c) -> {
            at.add(System.nanoTime());
            return calls.incrementAndGet() < 3
                    ? new RenderOutcome.Busy(Duration.ofMillis(200))
                    : ScriptedBackend.done();
        }));
        Job job = house.await(house.submit(house.account(), "m"), JobState.COMPLETED);
        assertEquals(0, job.attempts());
        assertTrue(at.get(1) - at.get(0) >= 200_000_000L, "it rested");
        assertTrue(at.get(2) - at.get(1) >= 200_000_000L, "it rested again");
    }

    @Test
    void anAttemptThatTakesTooLongIsStoppedAndCharged() {
        house.settings.put("attempt_deadline_seconds", 1);
        house.settings.put("attempts", 1);
        house.backend("one", new ScriptedBackend("m", 1, (r, c) -> {
            new CountDownLatch(1).await();
            return null;
        }));
        Job job = house.await(house.submit(house.account(), "m"), JobState.FAILED);
        assertEquals("timed_out", job.errorCode());
        assertEquals(1, job.attempts());
        assertEquals("RELEASED", house.hold(job.id()));
    }

    @Test
    void aBackendRemovedRudelyHandsItsJobOverUncharged() {
        ScriptedBackend first = new ScriptedBackend("m", 1, (r, c) -> {
            new CountDownLatch(1).await();
            return null;
        });
        ListedServices<VideoBackend>.Entry entry = house.backend("one", first);
        String id = house.submit(house.account(), "m");
        House.until(() -> first.running.get() == 1);
        entry.remove();
        House.until(() -> first.running.get() == 0);
        house.backend("two", ScriptedBackend.instant("m", 1));
        Job job = house.await(id, JobState.COMPLETED);
        assertEquals(0, job.attempts());
        assertEquals("two@1.0.0", job.backend());
        assertTrue(house.words(id).contains("handed_over"), house.story(id));
    }

    @Test
    void whatABackendThrowsWhileItIsRemovedIsNoFault() {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedBackend first = new ScriptedBackend("m", 1, (r, c) -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("socket closed", e);
            }
            return null;
        });
        ListedServices<VideoBackend>.Entry entry = house.backend("one", first);
        String id = house.submit(house.account(), "m");
        House.until(() -> first.running.get() == 1);
        entry.remove();
        house.backend("two", ScriptedBackend.instant("m", 1));
        assertEquals(0, house.await(id, JobState.COMPLETED).attempts());
    }

    @Test
    void aThreadThatDoesNotStopIsAbandonedItsSlotStaysTakenAndItsJobGoesOn() {
        AtomicBoolean stop = new AtomicBoolean();
        ScriptedBackend deaf = new ScriptedBackend("m", 2, (r, c) -> {
            while (!stop.get()) {
                LockSupport.parkNanos(1_000_000);
                Thread.interrupted();
            }
            return ScriptedBackend.done();
        });
        house.settings.put("attempt_deadline_seconds", 1);
        house.backend("deaf", deaf);
        String id = house.submit(house.account(), "m");
        House.until(() ->
                house.jobs.models().backends().stream().anyMatch(b -> b.state().equals("UNWELL")));
        assertEquals(1, house.jobs.models().backends().get(0).running());
        house.backend("good", ScriptedBackend.instant("m", 1));
        Job job = house.await(id, JobState.COMPLETED);
        assertEquals("good@1.0.0", job.backend());
        assertEquals(1, job.attempts());
        stop.set(true);
        House.until(() ->
                house.jobs.models().backends().stream().allMatch(b -> b.state().equals("READY") && b.running() == 0));
        assertEquals(
                1, house.words(id).stream().filter("completed"::equals).count(), "the late thread changed nothing");
        house.verifyLedger();
    }

    @Test
    void inDoubtIsAskedAgainWithItsTicketAndOnlyThere() {
        AtomicReference<String> ticket = new AtomicReference<>("none");
        AtomicInteger calls = new AtomicInteger();
        ScriptedBackend remote = new ScriptedBackend("m", 1, (r, c) -> {
            ticket.set(c.ticket().orElse("none"));
            return calls.incrementAndGet() == 1 ? new RenderOutcome.Unknown("upstream-7") : ScriptedBackend.done();
        });
        ListedServices<VideoBackend>.Entry entry = house.backend("remote", remote);
        String id = house.submit(house.account(), "m");
        house.await(id, JobState.IN_DOUBT);
        assertEquals("HELD", house.hold(id));
        assertEquals("in_progress", house.find(id).state().wire(true));
        entry.remove();
        ScriptedBackend other = ScriptedBackend.instant("m", 1);
        house.backend("other", other);
        House.until(() -> house.story(id).contains("It waits for remote"));
        assertEquals(0, other.jobs.size(), "never anew with another");
        house.backend("remote", "1.0.1", remote);
        Job job = house.await(id, JobState.COMPLETED);
        assertEquals("upstream-7", ticket.get());
        assertEquals(0, job.attempts());
        assertEquals(0, other.jobs.size());
    }

    @Test
    void doubtDoesNotLastForEver() {
        house.settings.put("in_doubt_retry_seconds", 3600);
        house.backend("remote", new ScriptedBackend("m", 1, (r, c) -> new RenderOutcome.Unknown("t")));
        String id = house.submit(house.account(), "m");
        house.await(id, JobState.IN_DOUBT);
        house.jobs.tidy();
        assertEquals(JobState.IN_DOUBT, house.find(id).state());
        house.settings.put("in_doubt_hours", 0);
        house.jobs.tidy();
        assertEquals(JobState.FAILED, house.find(id).state());
        assertEquals("timed_out", house.find(id).errorCode());
        assertEquals("RELEASED", house.hold(id));
    }

    @Test
    void aTicketOutlivesAHandOverAndBringsTheJobBack() {
        AtomicReference<String> ticket = new AtomicReference<>();
        CountDownLatch remembered = new CountDownLatch(1);
        ScriptedBackend.Script script = (r, c) -> {
            if (c.ticket().isPresent()) {
                ticket.set(c.ticket().get());
                return ScriptedBackend.done();
            }
            c.remember("upstream-9");
            remembered.countDown();
            new CountDownLatch(1).await();
            return null;
        };
        ListedServices<VideoBackend>.Entry entry = house.backend("remote", new ScriptedBackend("m", 1, script));
        String id = house.submit(house.account(), "m");
        House.until(() -> remembered.getCount() == 0);
        ScriptedBackend other = ScriptedBackend.instant("m", 1);
        entry.remove();
        house.backend("other", other);
        house.backend("remote", "2.0.0", new ScriptedBackend("m", 1, script));
        assertEquals("remote@2.0.0", house.await(id, JobState.COMPLETED).backend());
        assertEquals("upstream-9", ticket.get());
        assertEquals(0, other.jobs.size());
    }

    @Test
    void patienceWithATicketEnds() {
        house.settings.put("ticket_patience_seconds", 1);
        ScriptedBackend remote = new ScriptedBackend("m", 1, (r, c) -> {
            c.remember("upstream-9");
            new CountDownLatch(1).await();
            return null;
        });
        ListedServices<VideoBackend>.Entry entry = house.backend("remote", remote);
        String id = house.submit(house.account(), "m");
        House.until(() ->
                house.storage.read(tx -> StepTable.find(tx, id)).orElseThrow().ticket() != null);
        entry.remove();
        house.backend("other", ScriptedBackend.instant("m", 1));
        assertEquals("other@1.0.0", house.await(id, JobState.COMPLETED).backend());
        assertTrue(house.words(id).contains("ticket_left"), house.story(id));
    }

    @Test
    void aWaitingJobGoesOnWhenServicesChangeAndNotBefore() {
        AtomicInteger calls = new AtomicInteger();
        house.backend(
                "one",
                new ScriptedBackend(
                        "m",
                        1,
                        (r, c) -> calls.incrementAndGet() == 1
                                ? new RenderOutcome.Failed("wait", "waiting for provenance: c2pa", true)
                                : ScriptedBackend.done()));
        String id = house.submit(house.account(), "m");
        Job job = house.await(id, JobState.WAITING);
        assertEquals("waiting for provenance: c2pa", job.reason());
        assertEquals(0, job.attempts());
        assertFalse(job.begun(), "nothing was rendered");
        assertEquals("queued", job.state().wire(job.begun()));
        house.services.of(AssetStore.class).changed(); // a lease given back: nothing new
        assertEquals(1, calls.get());
        house.services.of(ProvenanceStep.class).add("c2pa", request -> null);
        house.await(id, JobState.COMPLETED);
    }

    @Test
    void progressIsLiveDoesNotFallAndIsTold() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        house.backend("one", new ScriptedBackend("m", 1, (r, c) -> {
            c.progress(0.5, "denoise");
            c.progress(0.2, "denoise");
            c.progress(Double.NaN, null);
            c.progress(7, "odd");
            c.progress(0.5, "denoise");
            half.countDown();
            go.await();
            return ScriptedBackend.done();
        }));
        String id = house.submit(house.account(), "m");
        List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
        AtomicReference<JobState> last = new AtomicReference<>();
        try (JobBoard.Watch watch = house.board().watch(id, job -> {
            heard.add(job.progress());
            last.set(job.state());
        })) {
            assertTrue(half.await(60, TimeUnit.SECONDS));
            assertEquals(50, house.find(id).progress());
            assertEquals("denoise", house.find(id).phase());
            House.until(() -> heard.contains(50));
            go.countDown();
            House.until(() -> last.get() == JobState.COMPLETED);
        }
        List<Integer> sorted = new ArrayList<>(heard);
        Collections.sort(sorted);
        assertEquals(sorted, heard);
        assertTrue(house.board().pollAfter(house.find(id)).compareTo(Duration.ofMillis(500)) >= 0);
    }

    @Test
    void aHoldOutlivesItsTermWhileTheJobIsAliveAndNotLonger() {
        house.settings.put("dispatch_paused", true);
        String account = house.account();
        String id = house.submit(account, "m");
        house.storage.write(tx ->
                house.ledger.hold(tx, new Ledger.HoldRequest(account, "video_orphan", 10, "p1"), Duration.ofHours(1)));
        house.storage.write(tx ->
                tx.update("update credit_hold set release_after = ?", tx.now().minusSeconds(1)));
        assertEquals(2, house.storage.read(tx -> house.ledger.overdue(tx, 10)).size());
        house.jobs.tidy();
        assertEquals("HELD", house.hold(id));
        assertEquals("RELEASED", house.hold("video_orphan"));
        assertTrue(house.storage.read(tx -> house.ledger.overdue(tx, 10)).isEmpty(), "put off");
        house.verifyLedger();
    }

    @Test
    void whatIsOldIsForgotten() {
        String account = house.account();
        String id = house.submit(account, "m");
        house.storage.write(tx -> {
            for (String key : List.of("key:a", "retry:b", "key:c")) {
                tx.update(
                        "insert into idempotency (account_id, idem_key, request_hash, job_id, created_at) values (?, ?, ?, ?, ?)",
                        account,
                        key,
                        "0".repeat(64),
                        id,
                        tx.now().minus(Duration.ofDays(key.equals("key:c") ? 91 : 2)));
            }
            return tx.update("update outbox set at = ?", tx.now().minus(Duration.ofDays(31)));
        });
        house.jobs.tidy();
        assertEquals(
                List.of("key:a"),
                house.storage.read(tx -> tx.query("select idem_key from idempotency", row -> row.text("idem_key"))));
        assertEquals(List.of(), house.storage.read(tx -> tx.query("select seq from outbox", row -> row.number("seq"))));
    }

    @Test
    void aLeaseThatRanOutIsTakenUpAgain() {
        house.settings.put("dispatch_paused", true);
        String id = house.submit(house.account(), "m");
        house.storage.write(tx -> {
            StepTable.Step step = StepTable.find(tx, id).orElseThrow();
            assertTrue(JobTable.begin(tx, id, "one@1.0.0", "m"));
            return StepTable.lease(tx, step, tx.now().minusSeconds(1)).orElseThrow();
        });
        house.jobs.tidy();
        assertEquals(JobState.QUEUED, house.find(id).state());
        house.settings.put("dispatch_paused", false);
        house.backend("one", ScriptedBackend.instant("m", 1));
        house.await(id, JobState.COMPLETED);
    }
}
