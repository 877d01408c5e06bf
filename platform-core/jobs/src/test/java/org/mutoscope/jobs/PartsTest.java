package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.jobs.Placement;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** Jobs that are made in parts. */
@Timeout(120)
class PartsTest {
    private static final Part SECOND = new Part("text-to-video", 8);

    @TempDir
    Path data;

    private House house;
    private String account;
    private final AtomicReference<ListedServices<VideoBackend>.Entry> first = new AtomicReference<>();
    /** Each attempt: number, ticket, and how many parts were left when it began. */
    private final List<String> attempts = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        house = new House(data);
        account = house.account();
    }

    @AfterEach
    void close() {
        house.verifyLedger();
        house.close();
    }

    private NewJob film() {
        return film("4,8");
    }

    private NewJob film(String parts) {
        NewJob clip = House.job(account, "m");
        return new NewJob(
                clip.id(),
                account,
                "sora-2",
                "m",
                clip.task(),
                clip.prompt(),
                12,
                clip.size(),
                clip.size(),
                7,
                Map.of(),
                List.of(),
                Map.of(NewJob.PARTS, parts),
                null,
                10);
    }

    private String submit(NewJob job, Candidate... candidates) {
        house.storage.write(tx -> {
            house.ledger.hold(tx, new Ledger.HoldRequest(account, job.id(), 10, "p1"), Duration.ofHours(1));
            house.board().enqueue(tx, job, new Placement(List.of(candidates), null, null));
            return null;
        });
        return job.id();
    }

    private int left(Attempt attempt) {
        return house.storage
                .read(tx -> Parts.find(tx, attempt.job().id()))
                .orElseThrow()
                .left();
    }

    private static int seconds(Attempt attempt, int left) {
        List<Integer> parts = attempt.job().parts();
        return parts.get(parts.size() - left);
    }

    /** Keeps a part, or completes. */
    private Ended part(Attempt attempt) {
        int left = left(attempt);
        attempts.add(attempt.number() + " " + attempt.ticket().orElse("none") + " " + left);
        attempt.remember("of " + left);
        Part next = left > 1 ? new Part("text-to-video", seconds(attempt, left - 1)) : null;
        house.storage.write(tx -> {
            assertTrue(attempt.kept(tx, next));
            return null;
        });
        if (next != null) {
            return new Ended.GoesOn(next);
        }
        house.storage.write(tx -> {
            assertTrue(attempt.complete(tx, 10, null, Map.of()));
            return house.ledger.capture(tx, attempt.job().id(), 10);
        });
        return new Ended.Done();
    }

    @Test
    void eachPartIsAnAttemptOfItsOwn() {
        house.jobs.runner((attempt, backend) -> part(attempt));
        house.jobs.start();
        house.backend("one", ScriptedBackend.instant("m", 2));
        Job job = house.await(submit(film(), Candidate.of("m")), JobState.COMPLETED);
        assertEquals(List.of("1 none 2", "1 none 1"), attempts);
        assertEquals(10, job.creditsCaptured());
        assertEquals(0, job.attempts());
    }

    /** All parts are there and paid: a failure of putting them together must not find the attempts of the last part used up. */
    @Test
    void whatFollowsTheLastPartHasAttemptsOfItsOwn() {
        house.settings.put("attempts", 2);
        house.settings.put("retry_delay_milliseconds", 10);
        Ended failed = new Ended.Failed("shaky", "not this time", true, true);
        AtomicInteger run = new AtomicInteger();
        house.jobs.runner((attempt, backend) -> {
            switch (run.incrementAndGet()) {
                case 1:
                    return part(attempt);
                case 2:
                    return failed;
                case 3:
                    house.storage.write(tx -> attempt.kept(tx, null));
                    return failed;
                default:
                    house.storage.write(tx -> {
                        assertTrue(attempt.complete(tx, 10, null, Map.of()));
                        return house.ledger.capture(tx, attempt.job().id(), 10);
                    });
                    return new Ended.Done();
            }
        });
        house.jobs.start();
        house.backend("one", ScriptedBackend.instant("m", 2));
        Job job = house.await(submit(film(), Candidate.of("m")), JobState.COMPLETED);
        assertEquals(4, run.get());
        assertEquals(10, job.creditsCaptured());
    }

    @Test
    void theModelThatMadeTheFirstPartMakesTheNext() {
        house.jobs.runner((attempt, backend) -> part(attempt));
        house.jobs.start();
        house.settings.put("dispatch_paused", true);
        var first = house.backend("one", ScriptedBackend.instant("m", 2));
        String id = submit(film(), Candidate.of("m"), Candidate.of("n"));
        CountDownLatch made = new CountDownLatch(1);
        house.jobs.runner((attempt, backend) -> {
            Ended ended = part(attempt);
            house.settings.put("dispatch_paused", true);
            made.countDown();
            return ended;
        });
        house.settings.put("dispatch_paused", false);
        house.backend("two", ScriptedBackend.instant("n", 2)); // its coming wakes the dispatcher
        House.until(() -> made.getCount() == 0);
        House.until(() -> house.find(id).state() == JobState.QUEUED);
        assertEquals("m", house.find(id).asked().model());
        assertEquals(
                List.of("m"),
                house.storage.read(tx -> tx.query("select route from job where id = ?", row -> row.text("route"), id)));
        first.remove();
        House.until(() -> house.story(id).contains("No backend offers m, 64x64, 8 s now"));
    }

    /** A film of one shot: its model is told with the shot, though the job does not go back into the queue for another. */
    @Test
    void theModelThatMadeTheOnlyPartStaysWhenWhatFollowsFails() {
        List<String> models = new CopyOnWriteArrayList<>();
        AtomicInteger run = new AtomicInteger();
        house.jobs.runner((attempt, backend) -> {
            models.add(attempt.job().model());
            if (run.incrementAndGet() == 1) {
                house.storage.write(tx -> attempt.kept(tx, null));
                first.get().remove();
                return new Ended.Failed("shaky", "putting it together failed", true);
            }
            house.storage.write(tx -> {
                assertTrue(attempt.complete(tx, 10, null, Map.of()));
                return house.ledger.capture(tx, attempt.job().id(), 10);
            });
            return new Ended.Done();
        });
        house.jobs.start();
        first.set(house.backend("one", ScriptedBackend.instant("m", 2)));
        NewJob film = film("4");
        submit(film, Candidate.of("m"), Candidate.of("n"));
        House.until(() -> run.get() == 1 && house.board().depth().queued() == 1);
        house.backend("two", ScriptedBackend.instant("n", 2));
        House.until(() -> house.jobs.models().backends().stream().anyMatch(b -> b.id().equals("two")));
        House.until(() -> house.story(film.id()).contains("No backend offers m, 64x64, 4 s now"));
        house.backend("three", ScriptedBackend.instant("m", 2));
        house.await(film.id(), JobState.COMPLETED);
        assertEquals(List.of("m", "m"), models);
    }

    /** As a road sees it whose commit stood though the connection was lost in it: it tries again, is told that it is not current, and goes. */
    @Test
    void aJobWhoseWayBackWasLostIsTakenUp() {
        AtomicInteger run = new AtomicInteger();
        house.jobs.runner((attempt, backend) -> {
            if (run.incrementAndGet() == 1) {
                house.storage.write(tx -> attempt.kept(tx, SECOND));
                throw new InterruptedException("another has the job, or nobody wants it any more");
            }
            return part(attempt);
        });
        house.jobs.start();
        house.backend("one", ScriptedBackend.instant("m", 2));
        String id = submit(film(), Candidate.of("m"));
        House.until(() -> run.get() == 1 && house.board().depth().running() == 0);
        assertEquals(JobState.QUEUED, house.find(id).state());
        assertEquals(0, house.board().depth().queued(), "nobody here knows of it");
        house.jobs.tidy();
        assertEquals(0, house.board().depth().queued(), "it may be on its way");
        house.jobs.tidy();
        house.await(id, JobState.COMPLETED);
        assertEquals(List.of("1 none 1"), attempts);
    }

    @Test
    void aJobThatWaitsInItsQueueIsNotTakenUpTwice() {
        house.jobs.runner((attempt, backend) -> part(attempt));
        house.jobs.start();
        String id = submit(film(), Candidate.of("m"));
        for (int round = 0; round < 3; round++) {
            house.jobs.tidy();
        }
        assertEquals(1, house.board().depth().queued());
        house.backend("one", ScriptedBackend.instant("m", 2));
        house.await(id, JobState.COMPLETED);
        assertEquals(List.of("1 none 2", "1 none 1"), attempts);
    }

    @Test
    void whatAServiceTookForOnePartIsNotTakenForAnother() {
        house.jobs.runner((attempt, backend) -> {
            attempt.cost(UpstreamCost.usd(left(attempt) == 2 ? 700 : 300), true); // nobody had estimated it
            return part(attempt);
        });
        house.jobs.start();
        house.backend("one", ScriptedBackend.instant("m", 2));
        String id = submit(film(), Candidate.of("m"));
        house.await(id, JobState.COMPLETED);
        assertEquals(
                List.of(700L, 300L),
                house.storage.read(tx -> tx.query(
                        "select spent from upstream_cost where job_id = ? order by seq",
                        row -> row.number("spent"),
                        id)));
    }

    /** Rows of a job: state, reserved, spent, parts left. */
    private List<String> rows(String job) {
        return house.storage.read(tx -> tx.query(
                "select state, reserved, spent, parts_left from upstream_cost where job_id = ? order by seq",
                row -> row.text("state") + " " + row.number("reserved") + " " + row.number("spent") + " "
                        + row.number("parts_left"),
                job));
    }

    private Upstream.Budget today() {
        return house.jobs.upstream().budgets().stream()
                .filter(budget -> budget.period().length() > 7)
                .findFirst()
                .orElseThrow();
    }

    /** A backend that takes ten cents for a second, and has two dollars. */
    private void paid() {
        house.backend(
                "one",
                new ByTheSecond(new ScriptedBackend("m", 2, (request, context) -> ScriptedBackend.done())
                        .budget(2_000_000, 2_000_000)));
        House.until(() -> house.jobs.models().backends().stream()
                .anyMatch(
                        backend -> backend.id().equals("one") && backend.state().equals("READY")));
    }

    private record ByTheSecond(ScriptedBackend of) implements VideoBackend {
        @Override
        public BackendCapabilities capabilities() {
            return of.capabilities();
        }

        @Override
        public Estimate estimate(RenderRequest request) {
            Estimate free = of.estimate(request);
            return new Estimate(
                    free.duration(),
                    free.renderedSize(),
                    free.remarks(),
                    Optional.of(UpstreamCost.usd(request.seconds() * 100_000L)));
        }

        @Override
        public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
            return of.render(request, context);
        }
    }

    private Placement placement(NewJob film) {
        List<RenderRequest> parts = film.parts().stream()
                .map(seconds -> (RenderRequest) new Fares.Asked(film.only(new Part(film.task(), seconds))))
                .toList();
        return house.jobs.models().placeAll(parts, List.of(Candidate.of("m")));
    }

    private String order(NewJob film) {
        Placement placement = placement(film);
        house.storage.write(tx -> {
            house.ledger.hold(tx, new Ledger.HoldRequest(account, film.id(), 10, "p1"), Duration.ofHours(1));
            house.board().enqueue(tx, film, placement);
            return null;
        });
        return film.id();
    }

    @Test
    void theMoneyForAllPartsIsReservedWithTheJobAndSettledPartByPart() {
        List<String> money = new CopyOnWriteArrayList<>();
        house.jobs.runner((attempt, backend) -> {
            int left = left(attempt);
            if (left == 2) {
                attempt.cost(UpstreamCost.usd(350_000), true); // of the other part there is no last word
            }
            money.add(left + ": " + today().reserved() + " " + today().spent());
            Ended ended = part(attempt);
            if (left > 1) {
                money.add("made: " + today().reserved() + " " + today().spent());
            }
            return ended;
        });
        house.settings.put("dispatch_paused", true);
        house.jobs.start();
        paid();
        String id = order(film("4,8,4"));
        assertEquals(List.of("RESERVED 1600000 0 3"), rows(id));
        Problem spent = assertThrows(Problem.class, () -> order(film("4,8")));
        assertEquals(Code.BUDGET_SPENT, spent.code());
        house.settings.put("dispatch_paused", false);
        house.jobs.settingsChanged();
        house.await(id, JobState.COMPLETED);
        assertEquals(
                List.of(
                        "3: 1600000 0",
                        "made: 1200000 400000",
                        "2: 400000 750000",
                        "made: 400000 750000",
                        "1: 400000 750000"),
                money);
        assertEquals(List.of(0L, 1_150_000L), List.of(today().reserved(), today().spent()));
        assertEquals(List.of("SETTLED 0 400000 3", "SETTLED 0 350000 2", "SETTLED 0 400000 1"), rows(id));
    }

    @Test
    void whatWasReservedForPartsThatNeverCameIsGivenBack() {
        house.jobs.runner((attempt, backend) -> left(attempt) == 2 ? part(attempt) : new Ended.Refused("no", "No."));
        house.jobs.start();
        paid();
        String id = order(film("4,8"));
        house.await(id, JobState.FAILED);
        assertEquals(List.of("SETTLED 0 400000 2", "RELEASED 0 0 1"), rows(id));
        assertEquals(0, today().reserved());
    }

    /** Its last word came, then the attempt broke down; it goes on with its ticket, and the service says the same again. */
    @Test
    void whatIsSaidTwiceIsBookedOnce() {
        house.settings.put("in_doubt_retry_seconds", 1);
        AtomicInteger run = new AtomicInteger();
        house.jobs.runner((attempt, backend) -> {
            if (left(attempt) == 1) {
                return part(attempt);
            }
            attempt.cost(UpstreamCost.usd(350_000), true);
            if (run.incrementAndGet() == 1) {
                attempt.remember("upstream-1");
                return new Ended.Failed("disk_full", "it could not be kept", true);
            }
            return part(attempt);
        });
        house.jobs.start();
        paid();
        String id = order(film("4,8"));
        house.await(id, JobState.COMPLETED);
        assertEquals(2, run.get());
        assertEquals(List.of("SETTLED 0 350000 2", "SETTLED 0 800000 1"), rows(id));
    }

    @Test
    void inDoubtAboutOnePartAllThatComesStaysReservedAndNoneOfItOnceItIsCancelled() {
        house.settings.put("in_doubt_retry_seconds", 3600);
        house.jobs.runner((attempt, backend) -> new Ended.InDoubt("upstream-1"));
        house.jobs.start();
        paid();
        String id = order(film("4,8"));
        house.await(id, JobState.IN_DOUBT);
        assertEquals(List.of("IN_DOUBT 1200000 0 2"), rows(id));
        house.board().cancel(id);
        assertEquals(List.of("IN_DOUBT 400000 0 2"), rows(id));
    }

    @Test
    void whatServicesTakeForNoJobStandsInTheSameBooks() {
        house.jobs.start();
        house.storage.write(tx -> {
            house.jobs.upstream().paid(tx, "writer:chat", "script", UpstreamCost.usd(1_234));
            house.jobs.upstream().paid(tx, "writer:chat", "script", UpstreamCost.usd(66));
            return null;
        });
        Upstream.Budget budget = today();
        assertEquals(List.of("writer:chat", 1_300L, -1L), List.of(budget.backend(), budget.spent(), budget.left()));
        Upstream.Margin margin =
                house.jobs.upstream().margins(budget.period().substring(0, 7)).get(0);
        assertEquals(new Upstream.Margin("writer:chat", "script", 2, 0, 0, 1_300, 0), margin);
    }

    @Test
    void whatIsNotCurrentKeepsNothing() {
        AtomicReference<Attempt> old = new AtomicReference<>();
        house.jobs.runner((attempt, backend) -> {
            old.set(attempt);
            new CountDownLatch(1).await();
            return null;
        });
        house.jobs.start();
        house.backend("one", ScriptedBackend.instant("m", 2));
        String id = submit(film(), Candidate.of("m"));
        House.until(() -> old.get() != null);
        house.board().cancel(id);
        boolean kept = house.storage.write(tx -> old.get().kept(tx, SECOND));
        assertFalse(kept);
        assertEquals(JobState.CANCELLED, house.find(id).state());
        assertEquals("RELEASED", house.hold(id));
    }

    @Test
    void aClipHasNoParts() {
        house.start();
        house.backend("one", ScriptedBackend.instant("m", 2));
        String id = house.submit(account, "m");
        house.await(id, JobState.COMPLETED);
        assertTrue(house.storage.read(tx -> Parts.find(tx, id)).isEmpty());
        boolean all = house.storage.read(tx -> Parts.allMade(tx, id));
        assertFalse(all);
    }
}
