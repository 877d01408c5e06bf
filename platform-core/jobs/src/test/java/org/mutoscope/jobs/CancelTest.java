package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;
import org.mutoscope.jobs.doubles.ShortRoad;

/** Cancelling and deleting, at every moment. */
@Timeout(120)
class CancelTest {
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
    void aQueuedJobNeverBegins() {
        String account = house.account();
        String id = house.submit(account, "m");
        Job job = house.board().cancel(id);
        assertEquals(JobState.CANCELLED, job.state());
        assertEquals("failed", job.state().wire(job.begun()));
        assertEquals("cancelled", job.errorCode());
        assertEquals("RELEASED", house.hold(id));
        assertEquals(300, house.available(account));
        assertEquals(0, house.board().depth().queued());
        ScriptedBackend backend = ScriptedBackend.instant("m", 1);
        house.backend("one", backend);
        house.await(house.submit(account, "m"), JobState.COMPLETED);
        assertEquals(1, backend.jobs.size());
    }

    @Test
    void aRunningJobStopsAndItsBackendIsIdleWhenCancelReturns() {
        ScriptedBackend backend = new ScriptedBackend("m", 1, (request, context) -> {
            new CountDownLatch(1).await();
            return null;
        });
        house.backend("one", backend);
        String id = house.submit(house.account(), "m");
        House.until(() -> backend.running.get() == 1);
        Job job = house.board().cancel(id);
        assertEquals(0, backend.running.get(), "idle");
        assertEquals(JobState.CANCELLED, job.state());
        assertEquals("RELEASED", house.hold(id));
        House.until(() -> house.board().depth().running() == 0);
        assertEquals(JobState.CANCELLED, house.find(id).state(), "nothing came after");
        assertEquals(List.of("queued", "dispatched", "cancelled"), house.words(id));
    }

    @Test
    void onlyAJobThatWasCancelledIsUnwanted() {
        List<Boolean> unwanted = new CopyOnWriteArrayList<>();
        ScriptedBackend backend = new ScriptedBackend("m", 1, (request, context) -> {
            try {
                new CountDownLatch(1).await();
                return null;
            } catch (InterruptedException e) {
                unwanted.add(context.unwanted());
                throw e;
            }
        });
        var entry = house.backend("one", backend);
        house.submit(house.account(), "m");
        House.until(() -> backend.running.get() == 1);
        entry.remove();
        House.until(() -> unwanted.size() == 1 && house.board().depth().running() == 0);
        house.backend("two", backend);
        House.until(() -> backend.running.get() == 1);
        house.board().cancel(backend.jobs.peek());
        House.until(() -> unwanted.size() == 2);
        assertEquals(List.of(false, true), unwanted);
    }

    @Test
    void aBackendThatPaysNoHeedCannotCompleteACancelledJob() {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedBackend backend = new ScriptedBackend("m", 1, (request, context) -> {
            while (go.getCount() > 0) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    continue;
                }
            }
            return ScriptedBackend.done();
        });
        house.backend("one", backend);
        String id = house.submit(house.account(), "m");
        House.until(() -> backend.running.get() == 1);
        house.board().cancel(id);
        go.countDown();
        House.until(() -> house.board().depth().running() == 0);
        assertEquals(JobState.CANCELLED, house.find(id).state());
        assertEquals("RELEASED", house.hold(id));
        house.verifyLedger();
    }

    /** A backend whose service never says what became of what it was asked. @param told what it is given when it is asked again */
    private static ScriptedBackend doubtful(List<String> told) {
        return new ScriptedBackend("m", 1, (request, context) -> {
            if (context.ticket().isEmpty()) {
                return new RenderOutcome.Unknown("upstream-1");
            }
            try {
                new CountDownLatch(1).await();
                return null;
            } catch (InterruptedException e) {
                told.add(context.ticket().get() + (context.unwanted() ? " unwanted" : " wanted"));
                context.cost(UpstreamCost.usd(30_000), true);
                throw e;
            }
        });
    }

    @Test
    void theServiceOfAJobInDoubtIsToldThatItIsNotWanted() {
        house.settings.put("in_doubt_retry_seconds", 3600);
        List<String> told = new CopyOnWriteArrayList<>();
        house.backend("one", doubtful(told).costs(40_000));
        String id = house.order(house.account(), "m");
        house.await(id, JobState.IN_DOUBT);
        assertEquals(JobState.CANCELLED, house.board().cancel(id).state());
        assertEquals("RELEASED", house.hold(id));
        House.until(() -> house.words(id).contains("let_go"));
        assertEquals(List.of("upstream-1 unwanted"), told);
        House.until(() -> spent() == 30_000); // its last word ends the doubt about money, too
        house.verifyLedger();
    }

    private long spent() {
        String month = house.storage.read(tx -> tx.now().toString()).substring(0, 7);
        return house.jobs.upstream().margins(month).get(0).spent();
    }

    /** What is asked for cannot be read at the first try. */
    private record Forgetful(ShortRoad of, AtomicInteger asked) implements JobRunner {
        @Override
        public Ended run(Attempt attempt, Leased<VideoBackend> backend) throws InterruptedException {
            return of.run(attempt, backend);
        }

        @Override
        public NewJob asked(Transaction tx, NewJob job) {
            if (asked.getAndIncrement() == 0) {
                throw new IllegalStateException("the database is away");
            }
            return job;
        }
    }

    @Test
    void aServiceIsToldThoughTheDatabaseWasAwayForAMoment() {
        house.settings.put("in_doubt_retry_seconds", 3600);
        List<String> told = new CopyOnWriteArrayList<>();
        house.backend("one", doubtful(told));
        String id = house.submit(house.account(), "m");
        house.await(id, JobState.IN_DOUBT);
        house.settings.put("in_doubt_retry_seconds", 1);
        AtomicInteger asked = new AtomicInteger();
        house.jobs.runner(new Forgetful(new ShortRoad(house), asked));
        house.board().cancel(id);
        House.until(() -> house.words(id).contains("let_go"));
        assertEquals(List.of("upstream-1 unwanted"), told);
        assertEquals(2, asked.get());
    }

    @Test
    void aBackendThatIsNotThereIsToldWhenItIsBack() {
        List<String> told = new CopyOnWriteArrayList<>();
        var entry = house.backend("one", doubtful(told));
        house.settings.put("in_doubt_retry_seconds", 3600);
        String id = house.submit(house.account(), "m");
        house.await(id, JobState.IN_DOUBT);
        entry.remove();
        house.settings.put("in_doubt_retry_seconds", 1);
        house.board().cancel(id);
        house.backend("two", ScriptedBackend.instant("m", 1));
        house.await(house.submit(house.account(), "m"), JobState.COMPLETED);
        assertEquals(List.of(), told, "another's ticket means nothing to it");
        house.backend("one", doubtful(told));
        House.until(() -> told.size() == 1);
        House.until(() -> house.words(id).contains("let_go"));
    }

    @Test
    void aRestartForgetsNobodyWhoIsToBeTold() {
        house.settings.put("in_doubt_retry_seconds", 3600);
        List<String> told = new CopyOnWriteArrayList<>();
        var entry = house.backend("one", doubtful(told));
        String id = house.submit(house.account(), "m");
        house.await(id, JobState.IN_DOUBT);
        entry.remove();
        house.board().cancel(id);
        house.close();
        house = new House(data);
        house.settings.put("in_doubt_retry_seconds", 1);
        house.start();
        house.backend("one", doubtful(told));
        House.until(() -> house.words(id).contains("let_go"));
        assertEquals(List.of("upstream-1 unwanted"), told);
        assertEquals(0, house.board().depth().queued());
    }

    @Test
    void aServiceIsToldOfACancelThatCameWhileItsAttemptWasStopping() throws Exception {
        house.settings.put("in_doubt_retry_seconds", 1);
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        var entry = house.backend("one", new ScriptedBackend("m", 1, (request, context) -> {
            context.remember("upstream-1");
            try {
                new CountDownLatch(1).await();
                return null;
            } catch (InterruptedException e) {
                stopping.countDown();
                go.await();
                throw e;
            }
        }));
        String id = house.submit(house.account(), "m");
        House.until(() -> house.board().depth().running() == 1 && ticket(id).equals("upstream-1"));
        entry.remove();
        House.until(() -> stopping.getCount() == 0);
        house.board().cancel(id);
        go.countDown();
        House.until(() -> house.board().depth().running() == 0);
        List<String> told = new CopyOnWriteArrayList<>();
        house.backend("one", doubtful(told));
        House.until(() -> house.words(id).contains("let_go"));
        assertEquals(List.of("upstream-1 unwanted"), told);
    }

    private String ticket(String id) {
        return house.storage
                .read(tx -> tx.query(
                        "select coalesce(ticket, '-') as ticket from job_step where job_id = ?",
                        row -> row.text("ticket"),
                        id))
                .get(0);
    }

    /** A backend that thinks about its price before the job is leased; the cancel comes then. */
    private record Slow(ScriptedBackend of, CountDownLatch asked, CountDownLatch go) implements VideoBackend {
        @Override
        public BackendCapabilities capabilities() {
            return of.capabilities();
        }

        @Override
        public Estimate estimate(RenderRequest request) {
            if (!of.jobs.isEmpty()) { // the first attempt is in doubt, the second about to be leased
                asked.countDown();
                House.until(() -> go.getCount() == 0);
            }
            return of.estimate(request);
        }

        @Override
        public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
            return of.render(request, context);
        }
    }

    @Test
    void aServiceIsToldOfACancelThatCameBeforeItsAttemptWasLeased() {
        house.settings.put("in_doubt_retry_seconds", 1);
        List<String> told = new CopyOnWriteArrayList<>();
        Slow slow = new Slow(doubtful(told).costs(40_000), new CountDownLatch(1), new CountDownLatch(1));
        house.backend("one", slow);
        String id = house.order(house.account(), "m");
        House.until(() -> slow.asked.getCount() == 0);
        house.board().cancel(id);
        slow.go.countDown();
        House.until(() -> house.words(id).contains("let_go"));
        assertEquals(List.of("upstream-1 unwanted"), told);
        House.until(() -> spent() == 30_000);
    }

    @Test
    void whatHasEndedCannotBeCancelled() {
        house.backend("one", ScriptedBackend.instant("m", 1));
        String id = house.submit(house.account(), "m");
        house.await(id, JobState.COMPLETED);
        assertEquals(
                Code.JOB_ALREADY_ENDED,
                assertThrows(Problem.class, () -> house.board().cancel(id)).code());
        assertEquals("CAPTURED", house.hold(id));
        assertEquals(
                Code.VIDEO_NOT_FOUND,
                assertThrows(Problem.class, () -> house.board().cancel("video_nowhere"))
                        .code());
    }

    @Test
    void deletingHidesAndCancelsAndIsNoErrorTwice() {
        ScriptedBackend backend = new ScriptedBackend("m", 1, (request, context) -> {
            new CountDownLatch(1).await();
            return null;
        });
        house.backend("one", backend);
        String account = house.account();
        String id = house.submit(account, "m");
        House.until(() -> backend.running.get() == 1);
        house.board().delete(id);
        assertEquals(0, backend.running.get());
        assertTrue(house.board().find(id).isEmpty());
        assertTrue(house.board().list(account, null, 10, true).isEmpty());
        assertEquals("RELEASED", house.hold(id));
        house.board().delete(id);
        house.board().delete("video_nowhere");
    }

    @Test
    void pagesAreInOrderAndWrongOnesAreNamed() {
        String account = house.account();
        List<String> ids = List.of(house.submit(account, "m"), house.submit(account, "m"), house.submit(account, "m"));
        house.submit(house.account(), "m");
        List<Job> page = house.board().list(account, null, 2, false);
        assertEquals(ids.subList(0, 2), page.stream().map(Job::id).toList());
        assertEquals(
                List.of(ids.get(2)),
                house.board().list(account, ids.get(1), 2, false).stream()
                        .map(Job::id)
                        .toList());
        assertEquals(
                List.of(ids.get(1), ids.get(0)),
                house.board().list(account, ids.get(2), 5, true).stream()
                        .map(Job::id)
                        .toList());
        assertEquals(4, house.board().list(null, null, 100, true).size());
        for (int limit : new int[] {0, -1, 101}) {
            Problem wrong = assertThrows(Problem.class, () -> house.board().list(account, null, limit, true));
            assertEquals(Code.INVALID_PAGING, wrong.code());
        }
        assertEquals(
                Code.INVALID_PAGING,
                assertThrows(Problem.class, () -> house.board().list(account, "video_nowhere", 5, true))
                        .code());
    }
}
