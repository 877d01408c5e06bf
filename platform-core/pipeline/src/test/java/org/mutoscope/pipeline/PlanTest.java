package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** What a plan promises and forbids, on the real road with the real plans: size, jobs at once, place in the queue, and what a job keeps of it. */
@Timeout(120)
class PlanTest {
    private static final Map<String, String> LARGE = Map.of("size", "720x1280");

    private static final Map<String, String> SMALL = Map.of("size", "64x64");

    @TempDir
    Path data;

    private Town town;
    private Plans plans;
    private String free;
    private String pro;

    @BeforeEach
    void open() {
        town = new Town(data, this::plans);
        free = town.house.account();
        pro = town.house.account();
        town.house.storage.write(tx -> plans.assign(tx, pro, "pro", null, "test"));
    }

    @AfterEach
    void close() {
        town.close();
    }

    private Plans plans(House house) {
        try {
            Class<?> config = Class.forName("org.mutoscope.credits.PlansConfig");
            Class<?> book = Class.forName("org.mutoscope.credits.PlanBook");
            Class<?> credits = Class.forName("org.mutoscope.credits.CreditsConfig");
            Map<String, Object> lines = Map.of(
                    "plan_free",
                    "running=2 unfinished=3 weight=1 largest=64x64 watermark=yes commercial=no",
                    "plans",
                    new String[] {"pro: running=4 weight=9 watermark=no commercial=yes"});
            Object configured = Proxy.newProxyInstance(
                    config.getClassLoader(),
                    new Class<?>[] {config},
                    (proxy, method, arguments) -> lines.getOrDefault(method.getName(), method.getDefaultValue()));
            plans = (Plans) Class.forName("org.mutoscope.credits.PlanService")
                    .getConstructor(book, Ledger.class, credits)
                    .newInstance(
                            book.getConstructor(config).newInstance(configured),
                            house.ledger,
                            Configs.of(credits, new HashMap<>()));
            return plans;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSizeBeyondThePlanIsRefusedByQuoteAndSubmitAndNothingIsHeld() {
        town.house.settings.put("dispatch_paused", true);
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Problem quoted =
                assertThrows(Problem.class, () -> town.pipeline.studio().quote(town.asking(free, LARGE)));
        Problem ordered = assertThrows(Problem.class, () -> town.submit(free, LARGE));
        assertEquals(List.of(Code.PLAN_LIMIT, Code.PLAN_LIMIT), List.of(quoted.code(), ordered.code()));
        assertEquals(300, town.house.available(free));
        assertEquals("720x1280", town.submit(pro, LARGE).asked().size().toString());
        town.submit(free, SMALL);
    }

    @Test
    void aQuoteFromABetterPlanDoesNotCarryItsSizeOver() {
        town.house.settings.put("dispatch_paused", true);
        town.backend("one", (request, context) -> Town.tenFrames(context));
        String quote = town.pipeline.studio().quote(town.asking(pro, LARGE)).id();
        town.house.storage.write(tx -> plans.end(tx, pro, "test"));
        Map<String, String> fields = new HashMap<>(LARGE);
        fields.put("quote", quote);
        Problem problem = assertThrows(Problem.class, () -> town.submit(pro, fields));
        assertEquals(Code.PLAN_LIMIT, problem.code());
        assertEquals(300, town.house.available(pro));
    }

    @Test
    void neverMoreAtOnceThanThePlanAllowsAndNoMoreWait() {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedBackend backend = town.backend("one", (request, context) -> {
            go.await();
            return Town.tenFrames(context);
        });
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(town.submit(free, SMALL));
        }
        for (int i = 0; i < 2; i++) {
            jobs.add(town.submit(pro, Map.of()));
        }
        House.until(() -> backend.running.get() == 4);
        Problem fourth = assertThrows(Problem.class, () -> town.submit(free, SMALL));
        assertEquals(Code.TOO_MANY_UNFINISHED, fourth.code());
        assertEquals(270, town.house.available(free));
        assertEquals(4, backend.running.get(), "two of each: the third of the free account waits though its turn came");
        go.countDown();
        jobs.forEach(town::completed);
    }

    @Test
    void whoPaysMoreHasMoreTurnsAndNobodyStarves() {
        town.house.settings.put("dispatch_paused", true);
        List<String> order = new CopyOnWriteArrayList<>();
        ScriptedBackend one = new ScriptedBackend("m", 1, (request, context) -> {
            order.add(request.prompt());
            return Town.tenFrames(context);
        });
        town.house.backend("one", one);
        House.until(() -> !town.house.jobs.models().list().isEmpty());
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String several = town.house.account(); // free accounts may have only three each
            jobs.add(town.submit(several, Map.of("prompt", "free", "size", "64x64")));
        }
        for (int i = 0; i < 18; i++) {
            jobs.add(town.submit(pro, Map.of("prompt", "pro")));
        }
        town.house.settings.put("dispatch_paused", false);
        town.house.jobs.settingsChanged();
        jobs.forEach(town::completed);
        long pro = order.subList(0, 20).stream().filter("pro"::equals).count();
        assertEquals(18, pro, "nine of one for one of the other: " + order);
    }

    @Test
    void watermarkAndRightsGoWithTheJobAsThePlanWasWhenItWasOrdered() {
        town.house.settings.put("dispatch_paused", true);
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Job plain = town.submit(free, SMALL);
        Job paid = town.submit(pro, Map.of());
        town.house.storage.write(tx -> plans.end(tx, pro, "test"));
        town.house.storage.write(tx -> plans.assign(tx, free, "pro", null, "other"));
        town.house.settings.put("dispatch_paused", false);
        town.house.jobs.settingsChanged();
        Map<String, String> bare = town.completed(plain).asked().obligations();
        Map<String, String> rich = town.completed(paid).asked().obligations();
        assertEquals(
                List.of("free", "yes", "no"),
                List.of(bare.get(Plan.JOB_PLAN), bare.get(Plan.JOB_WATERMARK), bare.get(Plan.JOB_COMMERCIAL)));
        assertEquals(
                List.of("pro", "no", "yes"),
                List.of(rich.get(Plan.JOB_PLAN), rich.get(Plan.JOB_WATERMARK), rich.get(Plan.JOB_COMMERCIAL)));
        assertTrue(town.house.story(plain.id()).contains("admitted"));
    }
}
