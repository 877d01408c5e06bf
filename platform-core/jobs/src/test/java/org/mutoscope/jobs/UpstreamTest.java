package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;
import org.mutoscope.storage.jdbc.StorageSettings;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** What services take: reserved with the job, moved with it, settled with its end, kept while nobody knows. */
@Timeout(180)
class UpstreamTest {
    private static final long DOLLAR = 1_000_000;

    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void open() {
        house = new House(data).start();
    }

    @AfterEach
    void close() {
        house.verifyLedger();
        house.close();
    }

    private ScriptedBackend paid(String id, String model, ScriptedBackend.Script script) {
        ScriptedBackend backend =
                new ScriptedBackend(model, 4, script).costs(30_000).budget(DOLLAR, DOLLAR);
        add(id, backend);
        return backend;
    }

    private void add(String id, ScriptedBackend backend) {
        house.backend(id, backend);
        House.until(() -> house.jobs.models().backends().stream()
                .anyMatch(b -> b.id().equals(id) && b.state().equals("READY")));
    }

    /** Rows of a job: backend, state, reserved, spent. */
    private List<String> rows(String job) {
        return house.storage.read(tx -> tx.query(
                "select backend, state, reserved, spent from upstream_cost where job_id = ? order by seq",
                row -> row.text("backend") + " " + row.text("state") + " " + row.number("reserved") + " "
                        + row.number("spent"),
                job));
    }

    private Upstream.Budget today(String backend) {
        return house.jobs.upstream().budgets().stream()
                .filter(b -> b.backend().equals(backend) && b.period().length() > 7)
                .findFirst()
                .orElseThrow();
    }

    private List<String> events(String topic) {
        return house.storage.read(
                tx -> tx.query("select subject from outbox where topic = ?", row -> row.text("subject"), topic));
    }

    @Test
    void aDollarIsNeverExceededBySixtyFourAtOnce() throws Exception {
        aDollar();
    }

    @Test
    void norOnPostgresql() throws Exception {
        StorageSettings database = PostgresServer.freshDatabase();
        house.close();
        house = new House(database).start();
        aDollar();
    }

    private void aDollar() throws Exception {
        paid("one", "m", (r, c) -> ScriptedBackend.done());
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            accounts.add(house.account());
        }
        CountDownLatch ready = new CountDownLatch(64);
        List<Callable<String>> orders = new ArrayList<>();
        accounts.forEach(account -> orders.add(() -> {
            ready.countDown();
            ready.await();
            return house.order(account, "m");
        }));
        List<String> accepted = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(64);
        try {
            for (Future<String> order : clients.invokeAll(orders)) {
                try {
                    accepted.add(order.get());
                } catch (java.util.concurrent.ExecutionException e) {
                    assertEquals(
                            Code.BUDGET_SPENT, ((Problem) e.getCause()).code(), () -> String.valueOf(e.getCause()));
                }
            }
        } finally {
            clients.shutdownNow();
        }
        assertEquals(33, accepted.size(), "33 clips of three cents in a dollar");
        accepted.forEach(job -> house.await(job, JobState.COMPLETED));
        assertEquals(990_000, today("one").spent());
        assertEquals(0, today("one").reserved());
        assertEquals(10_000, today("one").left());
        assertThrows(Problem.class, () -> house.order(house.account(), "m"));
        assertEquals(List.of("one"), events("backend.budget_spent"), "told once");
        house.storage.write(tx -> {
            house.jobs.upstream().paid(tx, "writer:chat", "script", UpstreamCost.usd(5));
            return null;
        });
        String month = today("one").period().substring(0, 7);
        assertEquals(
                new Upstream.Margin("writer:chat", "script", 1, 0, 0, 5, 0),
                house.jobs.upstream().margins(month).get(1));
        accounts.forEach(account -> assertTrue(house.available(account) == 300 || house.available(account) == 290));
    }

    @Test
    void whatIsLeftOfABudgetCountsAsCapacity() {
        paid("one", "m", (r, c) -> ScriptedBackend.done());
        assertEquals(0, house.jobs.capacity().read().budgetClips(), "nobody knows yet what a clip costs");
        house.await(house.order(house.account(), "m"), JobState.COMPLETED);
        assertEquals(32, house.jobs.capacity().read().budgetClips());
        assertEquals(4, house.jobs.capacity().read().budgetSlots());
        assertEquals(0, house.jobs.capacity().read().slots());
    }

    @Test
    void aRefusedJobGivesItsMoneyBack() {
        paid("one", "m", (r, c) -> new RenderOutcome.Refused("no", "Ask for a dog."));
        String job = house.order(house.account(), "m");
        house.await(job, JobState.FAILED);
        assertEquals(List.of("one RELEASED 0 0"), rows(job));
        assertEquals(DOLLAR, today("one").left());
    }

    @Test
    void theLastWordCountsAndMayBeLess() {
        paid("one", "m", (r, c) -> {
            c.cost(UpstreamCost.usd(10_000), false);
            c.cost(UpstreamCost.usd(12_500), true);
            return ScriptedBackend.done();
        });
        String job = house.order(house.account(), "m");
        house.await(job, JobState.COMPLETED);
        assertEquals(List.of("one SETTLED 0 12500"), rows(job));
        Upstream.Margin margin = house.jobs
                .upstream()
                .margins(today("one").period().substring(0, 7))
                .get(0);
        assertEquals(10, margin.credits());
        assertEquals(400_000, margin.earned());
        assertEquals(387_500, margin.margin());
    }

    @Test
    void moneyMovesWithTheJobWhenAnotherMayBegin() {
        paid("one", "m", (r, c) -> new RenderOutcome.Failed("down", "connection refused", true));
        ScriptedBackend two = new ScriptedBackend("n", 1, (r, c) -> ScriptedBackend.done()).costs(20_000);
        add("two", two);
        house.jobs.route("clip", Candidate.list("m, n"), false);
        String account = house.account();
        String job = house.order(account, "clip");
        house.await(job, JobState.COMPLETED);
        assertEquals(List.of("one RELEASED 0 0", "two SETTLED 0 20000"), rows(job));
        assertEquals("n", house.find(job).asked().model());
        assertTrue(house.words(job).contains("rerouted"), house.story(job));
        assertEquals(290, house.available(account), "the hold stayed");
        assertEquals(DOLLAR, today("one").left());
    }

    @Test
    void aBusyServiceSendsTheJobOnThoughItsBackendHadWrittenDownWhatItWasAboutToDo() {
        paid("one", "m", (r, c) -> {
            c.remember("about to ask");
            return new RenderOutcome.Busy(Duration.ofMinutes(5));
        });
        add("two", new ScriptedBackend("n", 1, (r, c) -> {
            assertTrue(c.ticket().isEmpty());
            return ScriptedBackend.done();
        }));
        house.jobs.route("clip", Candidate.list("m, n"), false);
        String job = house.order(house.account(), "clip");
        house.await(job, JobState.COMPLETED);
        assertEquals(List.of("one RELEASED 0 0"), rows(job));
    }

    @Test
    void aClipThatWasPaidAndCouldNotBeKeptIsFetchedAgainFromTheSameBackend() {
        AtomicInteger calls = new AtomicInteger();
        paid("one", "m", (r, c) -> {
            if (c.ticket().isEmpty()) {
                c.remember("upstream-1");
            }
            c.cost(UpstreamCost.usd(30_000), true);
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the disk is full");
            }
            return ScriptedBackend.done();
        });
        ScriptedBackend two = ScriptedBackend.instant("m", 4);
        add("two", two);
        house.jobs.route("clip", Candidate.list("m@one, m@two"), false);
        String job = house.order(house.account(), "clip");
        house.await(job, JobState.COMPLETED);
        assertEquals(2, calls.get());
        assertEquals(1, house.find(job).attempts());
        assertEquals(List.of("one SETTLED 0 30000"), rows(job), "paid once");
        assertTrue(two.jobs.isEmpty());
    }

    @Test
    void whatWasPaidForNothingIsBookedAndNotPaidAgain() {
        AtomicInteger calls = new AtomicInteger();
        paid("one", "m", (r, c) -> {
            calls.incrementAndGet();
            c.cost(UpstreamCost.usd(30_000), true);
            return new RenderOutcome.Failed("filtered", "it keeps the money", true);
        });
        add("two", ScriptedBackend.instant("m", 1));
        house.jobs.route("clip", Candidate.list("m@one, m@two"), false);
        String account = house.account();
        String job = house.order(account, "clip");
        house.await(job, JobState.FAILED);
        assertEquals(1, calls.get());
        assertEquals(List.of("one SETTLED 0 30000"), rows(job));
        assertEquals(300, house.available(account), "the creator pays nothing");
        assertTrue(house.story(job).contains("its service took money"), house.story(job));
    }

    @Test
    void aPollThatTimesOutKeepsTheHoldInDoubtWithItsBackend() {
        house.settings.put("attempt_deadline_seconds", 1);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch known = new CountDownLatch(1);
        paid("one", "m", (r, c) -> {
            if (c.ticket().isEmpty()) {
                c.remember("upstream-1");
                never.await();
            }
            known.await();
            return ScriptedBackend.done();
        });
        ScriptedBackend two = ScriptedBackend.instant("m", 1);
        add("two", two);
        house.jobs.route("clip", Candidate.list("m@one, m@two"), false);
        String job = house.order(house.account(), "clip");
        house.await(job, JobState.IN_DOUBT);
        assertEquals(List.of("one IN_DOUBT 30000 0"), rows(job));
        assertEquals("HELD", house.hold(job));
        house.settings.put("attempt_deadline_seconds", 60);
        known.countDown();
        house.await(job, JobState.COMPLETED);
        assertEquals(0, house.find(job).attempts(), "no attempt was charged");
        assertEquals(List.of("one SETTLED 0 30000"), rows(job), "nothing was reserved anew");
        assertTrue(two.jobs.isEmpty(), "nobody else began it");
    }

    @Test
    void aRestartWaitsForTheBackendThatWasPaid() {
        house.settings.put("ticket_patience_seconds", 0);
        CountDownLatch never = new CountDownLatch(1);
        paid("one", "m", (r, c) -> {
            c.remember("upstream-1");
            c.progress(0.5, "poll");
            never.await();
            return null;
        });
        String job = house.order(house.account(), "m");
        House.until(() -> house.find(job).progress() > 0);
        house.close();
        house = new House(data);
        house.settings.put("ticket_patience_seconds", 0);
        house.start();
        ScriptedBackend two = ScriptedBackend.instant("m", 1);
        add("two", two);
        assertEquals(JobState.IN_DOUBT, house.find(job).state());
        List<String> tickets = java.util.Collections.synchronizedList(new ArrayList<>());
        paid("one", "m", (r, c) -> {
            tickets.add(c.ticket().orElse("none"));
            return ScriptedBackend.done();
        });
        house.await(job, JobState.COMPLETED);
        assertEquals(List.of("upstream-1"), tickets);
        assertTrue(two.jobs.isEmpty(), "nobody else began it");
        assertEquals(List.of("one SETTLED 0 30000"), rows(job));
    }

    @Test
    void aBackendThatWentWithItsTicketIsWaitedFor() {
        house.settings.put("ticket_patience_seconds", 0);
        CountDownLatch never = new CountDownLatch(1);
        ScriptedBackend one = new ScriptedBackend("m", 1, (r, c) -> {
                    if (c.ticket().isEmpty()) {
                        c.remember("upstream-1");
                        c.progress(0.5, "poll");
                        never.await();
                    }
                    return ScriptedBackend.done();
                })
                .costs(30_000);
        var entry = house.backend("one", one);
        House.until(() -> house.jobs.models().backends().size() == 1);
        String job = house.order(house.account(), "m");
        House.until(() -> house.find(job).progress() > 0);
        ScriptedBackend two = ScriptedBackend.instant("m", 1);
        add("two", two);
        entry.remove();
        house.await(job, JobState.IN_DOUBT);
        house.backend("one", one);
        house.await(job, JobState.COMPLETED);
        assertTrue(two.jobs.isEmpty(), "nobody else began it");
        assertEquals(List.of("one SETTLED 0 30000"), rows(job));
    }

    @Test
    void aCancelledJobKeepsItsMoneyUntilTheServiceHasSpoken() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        paid("one", "m", (r, c) -> {
            c.remember("upstream-1");
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                c.cost(UpstreamCost.usd(7_000), true);
                throw e;
            }
            return ScriptedBackend.done();
        });
        String job = house.order(house.account(), "m");
        House.until(() -> begun.getCount() == 0);
        house.board().cancel(job);
        House.until(() -> rows(job).equals(List.of("one SETTLED 0 7000")));
    }

    @Test
    void aCancelNobodyAnswersIsWrittenOffWhenItsTimeIsUp() {
        CountDownLatch never = new CountDownLatch(1);
        paid("one", "m", (r, c) -> {
            c.remember("upstream-1");
            c.progress(0.5, "poll");
            never.await();
            return null;
        });
        String job = house.order(house.account(), "m");
        House.until(() -> house.find(job).progress() > 0);
        house.board().cancel(job);
        assertEquals(List.of("one IN_DOUBT 30000 0"), rows(job));
        house.jobs.tidy();
        assertEquals(List.of("one IN_DOUBT 30000 0"), rows(job), "not yet");
        house.storage.write(tx ->
                tx.update("update job set ended_at = ? where id = ?", tx.now().minus(Duration.ofDays(2)), job));
        house.jobs.tidy();
        assertEquals(List.of("one SETTLED 0 30000"), rows(job));
    }

    @Test
    void aServiceThatTakesMoreIsBookedToldAndStopped() {
        paid("one", "m", (r, c) -> {
            c.cost(UpstreamCost.usd(45_000), true);
            return ScriptedBackend.done();
        });
        String job = house.order(house.account(), "m");
        house.await(job, JobState.COMPLETED);
        assertEquals(List.of("one SETTLED 0 45000"), rows(job));
        assertEquals(List.of("one"), events("backend.cost_mismatch"));
        assertEquals("m", house.jobs.upstream().stops().get(0).model());
        String next = house.order(house.account(), "m");
        assertTrue(house.story(next).contains("stopped until an operator"), house.story(next));
        house.close();
        house = new House(data).start();
        paid("one", "m", (r, c) -> ScriptedBackend.done());
        assertEquals(JobState.QUEUED, house.find(next).state(), "a restart is no look");
        assertTrue(house.jobs.upstream().reopen("one", "m"));
        assertFalse(house.jobs.upstream().reopen("one", "m"));
        house.jobs.settingsChanged();
        house.await(next, JobState.COMPLETED);
    }

    @Test
    void aSpentBudgetSendsTheJobToTheNextCandidate() {
        add(
                "one",
                new ScriptedBackend("m", 1, (r, c) -> ScriptedBackend.done())
                        .costs(30_000)
                        .budget(30_000, DOLLAR));
        house.await(house.order(house.account(), "m"), JobState.COMPLETED);
        Problem spent = assertThrows(Problem.class, () -> house.order(house.account(), "m"));
        assertEquals(Code.BUDGET_SPENT, spent.code());
        assertTrue(spent.getMessage().contains("this day"), spent.getMessage());
        add("two", ScriptedBackend.instant("n", 1));
        String job = house.submit(House.job(house.account(), "n"));
        house.await(job, JobState.COMPLETED);
        assertEquals(List.of(), rows(job), "who costs nothing has no row");
    }

    @Test
    void aJobThatFindsTheBudgetSpentWhenItsTurnComesWaitsForAnother() {
        house.settings.put("dispatch_paused", true);
        var free = house.backend("free", ScriptedBackend.instant("m", 1));
        House.until(() -> house.jobs.models().backends().size() == 1);
        String job = house.order(house.account(), "m");
        free.remove();
        ScriptedBackend poor = new ScriptedBackend("m", 1, (r, c) -> ScriptedBackend.done())
                .costs(30_000)
                .budget(29_999, DOLLAR);
        add("poor", poor);
        house.settings.put("dispatch_paused", false);
        house.jobs.settingsChanged();
        House.until(() -> events("backend.budget_spent").equals(List.of("poor")));
        assertEquals(JobState.QUEUED, house.find(job).state());
        add("other", ScriptedBackend.instant("m", 1));
        house.await(job, JobState.COMPLETED);
        assertTrue(poor.jobs.isEmpty());
        assertEquals(List.of(), rows(job));
    }
}
