package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** Who gets a backend, which backend, and when. */
@Timeout(120)
class SchedulingTest {
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
    void aJobIsRenderedAndPaid() {
        house.backend("one", ScriptedBackend.instant("m", 1));
        String account = house.account();
        String id = house.submit(account, "m");
        assertEquals(100, house.await(id, JobState.COMPLETED).progress());
        assertEquals("CAPTURED", house.hold(id));
        assertEquals(290, house.available(account));
        assertEquals(List.of("queued", "dispatched", "completed"), house.words(id));
        assertEquals(Map.of("k", "v"), house.find(id).facts());
        assertEquals("one@1.0.0", house.find(id).backend());
        house.verifyLedger();
    }

    @Test
    void aHundredJobsOfOneAccountDoNotDelayAnothersFirst() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedBackend backend = new ScriptedBackend("m", 1, (request, context) -> {
            go.await();
            return ScriptedBackend.done();
        });
        String greedy = house.account();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            many.add(house.submit(greedy, "m"));
        }
        String first = house.submit(house.account(), "m");
        house.backend("one", backend);
        go.countDown();
        house.await(first, JobState.COMPLETED);
        List<String> order = new ArrayList<>(backend.jobs);
        assertTrue(order.indexOf(first) <= 1, "came as number " + order.indexOf(first));
        many.forEach(id -> house.await(id, JobState.COMPLETED));
        List<String> own = new ArrayList<>(backend.jobs);
        own.remove(first);
        assertEquals(many, own, "first in, first out inside an account");
    }

    @Test
    void neverMoreThanTheSlots() {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedBackend backend = new ScriptedBackend("m", 3, (request, context) -> {
            go.await();
            return ScriptedBackend.done();
        });
        house.backend("one", backend);
        String account = house.account();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(house.submit(account, "m"));
        }
        House.until(() -> backend.running.get() == 3);
        assertEquals(3, house.board().depth().running());
        assertEquals(7, house.board().depth().queued());
        go.countDown();
        ids.forEach(id -> house.await(id, JobState.COMPLETED));
        assertEquals(3, backend.most.get());
    }

    @Test
    void anAccountMayNotHaveMoreThanItsShareRunning() {
        house.settings.put("running_per_account", 2);
        CountDownLatch go = new CountDownLatch(1);
        ScriptedBackend backend = new ScriptedBackend("m", 8, (request, context) -> {
            go.await();
            return ScriptedBackend.done();
        });
        house.backend("one", backend);
        String account = house.account();
        for (int i = 0; i < 5; i++) {
            house.submit(account, "m");
        }
        String other = house.submit(house.account(), "m");
        House.until(() -> backend.jobs.contains(other));
        assertEquals(3, backend.running.get());
        go.countDown();
        House.until(() -> house.board().depth().queued() == 0);
    }

    @Test
    void newJobsGoToTheNewerVersionWhileTheOlderEndsItsOwn() {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedBackend old = new ScriptedBackend("m", 4, (request, context) -> {
            go.await();
            return ScriptedBackend.done();
        });
        ScriptedBackend young = ScriptedBackend.instant("m", 4);
        ListedServices<VideoBackend>.Entry first = house.backend("acme", "1.0.0", old);
        String account = house.account();
        String before = house.submit(account, "m");
        House.until(() -> old.running.get() == 1);
        house.backend("acme", "1.1.0", young);
        House.until(() -> house.jobs.models().backends().size() == 2);
        first.drain();
        String after = house.submit(account, "m");
        assertEquals("acme@1.1.0", house.await(after, JobState.COMPLETED).backend());
        House.until(() -> house.jobs.models().backends().stream()
                .anyMatch(b -> b.version().equals("1.0.0") && b.state().equals("DRAINING") && b.running() == 1));
        go.countDown();
        assertEquals("acme@1.0.0", house.await(before, JobState.COMPLETED).backend());
        assertEquals(1, old.jobs.size());
    }

    @Test
    void rankingThenLoadDecideBetweenBackends() {
        ScriptedBackend low = ScriptedBackend.instant("m", 1);
        ScriptedBackend high = ScriptedBackend.instant("m", 1);
        house.services.of(VideoBackend.class).add("low", "9.0.0", low, Map.of());
        house.services.of(VideoBackend.class).add("high", "1.0.0", high, Map.of("service.ranking", 10));
        House.until(() -> house.jobs.models().backends().size() == 2);
        String id = house.submit(house.account(), "m");
        assertEquals("high@1.0.0", house.await(id, JobState.COMPLETED).backend());
        assertTrue(house.story(id).contains("ranking 10"), house.story(id));
        assertTrue(house.story(id).contains("passed over: low@9.0.0"), house.story(id));
    }

    @Test
    void loadSpreadsJobsOverEqualBackends() {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedBackend.Script wait = (request, context) -> {
            go.await();
            return ScriptedBackend.done();
        };
        ScriptedBackend a = new ScriptedBackend("m", 2, wait);
        ScriptedBackend b = new ScriptedBackend("m", 4, wait);
        house.backend("a", a);
        house.backend("b", b);
        House.until(() -> house.jobs.models().backends().size() == 2);
        String account = house.account();
        for (int i = 0; i < 3; i++) {
            house.submit(account, "m");
        }
        House.until(() -> a.running.get() + b.running.get() == 3);
        assertEquals(1, a.running.get());
        assertEquals(2, b.running.get());
        go.countDown();
    }

    @Test
    void aJobWithoutABackendWaitsAndOthersPassIt() {
        house.backend("one", ScriptedBackend.instant("m", 1));
        String account = house.account();
        String stuck = house.submit(account, "absent");
        String free = house.submit(account, "m");
        house.await(free, JobState.COMPLETED);
        assertEquals(JobState.QUEUED, house.find(stuck).state());
        assertTrue(house.story(stuck).contains("No backend offers absent"), house.story(stuck));
        house.backend("two", ScriptedBackend.instant("absent", 1));
        house.await(stuck, JobState.COMPLETED);
    }

    @Test
    void aFullQueueRefuses() {
        house.settings.put("queue_bound", 3);
        String account = house.account();
        for (int i = 0; i < 3; i++) {
            house.submit(account, "m");
        }
        Problem full = assertThrows(Problem.class, () -> house.submit(account, "m"));
        assertEquals(Code.QUEUE_FULL, full.code());
        assertEquals(270, house.available(account), "nothing was held for the fourth");
        assertEquals(3, house.board().depth().queued());
    }

    @Test
    void manyAtOnceFillTheQueueToItsBoundAndNotBeyond() throws Exception {
        house.settings.put("queue_bound", 5);
        String account = house.account();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(24);
        for (int i = 0; i < 24; i++) {
            clients.execute(() -> {
                try {
                    house.submit(account, "m");
                } catch (Problem e) {
                    refused.addAndGet(e.code() == Code.QUEUE_FULL ? 1 : 100);
                }
            });
        }
        clients.shutdown();
        assertTrue(clients.awaitTermination(60, TimeUnit.SECONDS));
        assertEquals(5, house.board().depth().queued());
        assertEquals(19, refused.get());
        assertEquals(250, house.available(account), "nothing is held for those refused");
    }

    @Test
    void aPausedDispatcherBeginsNothingUntilItIsToldTo() {
        house.settings.put("dispatch_paused", true);
        ScriptedBackend backend = ScriptedBackend.instant("m", 1);
        house.backend("one", backend);
        House.until(() -> !house.jobs.models().list().isEmpty());
        String id = house.submit(house.account(), "m");
        house.jobs.settingsChanged();
        assertTrue(house.story(id).contains("paused"), house.story(id));
        assertEquals(JobState.QUEUED, house.find(id).state());
        house.settings.put("dispatch_paused", false);
        house.jobs.settingsChanged();
        house.await(id, JobState.COMPLETED);
    }

    @Test
    void dispatchFollowsTheCommitAtOnce() {
        long[] begun = new long[1];
        ScriptedBackend backend = new ScriptedBackend("m", 1, (request, context) -> {
            begun[0] = System.nanoTime();
            return ScriptedBackend.done();
        });
        house.backend("one", backend);
        String account = house.account();
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            String id = house.submit(account, "m");
            long committed = System.nanoTime();
            house.await(id, JobState.COMPLETED);
            best = Math.min(best, begun[0] - committed);
        }
        assertTrue(best < 50_000_000L, "the best of twenty took " + best / 1_000_000 + " ms");
    }
}
