package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** Orders on names with several candidates, and what is charged for what came. */
@Timeout(120)
class RoutingTest {
    @TempDir
    Path data;

    private Town town;
    private String account;

    @BeforeEach
    void open() {
        town = new Town(data);
        town.house.settings.put("aliases", new String[] {"sora-2=m"});
        account = town.house.account();
    }

    @AfterEach
    void close() {
        town.house.verifyLedger();
        town.close();
    }

    private ScriptedBackend backend(String id, String model) {
        ScriptedBackend backend = new ScriptedBackend(model, 4, (request, context) -> Town.tenFrames(context));
        town.house.backend(id, backend);
        House.until(() -> town.house.jobs.models().backends().stream().anyMatch(b -> b.id().equals(id)));
        return backend;
    }

    private void route(String text) {
        town.house.jobs.route("clip", Candidate.list(text), false);
    }

    private Job order(String... fields) {
        Map<String, String> all = new HashMap<>(Map.of("model", "clip"));
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return town.submit(account, all);
    }

    @Test
    void conditionsSendEachOrderToItsModel() {
        backend("one", "m");
        backend("two", "n");
        route("m seconds<=4 size<=640x640, n");
        assertEquals("m", order("size", "64x64").asked().model());
        Job job = order("size", "64x64", "seconds", "8");
        assertEquals("n", job.asked().model());
        assertEquals("n", order().asked().model(), "720x1280 is too large for the first");
        assertTrue(
                town.house.story(job.id()).contains("clip is n; passed over: m: it takes seconds<=4"),
                town.house.story(job.id()));
    }

    @Test
    void anOrderThatNobodyTakesIsToldWhatEachTakes() {
        backend("one", "m");
        backend("two", "n");
        route("m seconds<=4, n plan=education");
        Problem problem = assertThrows(Problem.class, () -> order("seconds", "8"));
        assertEquals(Code.NO_CANDIDATE, problem.code());
        assertTrue(
                problem.getMessage().contains("m: it takes seconds<=4; n: it takes plan=education"),
                problem.getMessage());
        Problem wrong = assertThrows(Problem.class, () -> order("seconds", "5"));
        assertEquals(Code.INVALID_SECONDS, wrong.code(), "what no model makes is said as before");
        assertEquals(300, town.house.available(account));
    }

    @Test
    void aCeilingInCreditsGoesByThePrice() {
        backend("one", "m");
        backend("two", "n");
        route("m credits<=10, n");
        assertEquals("m", order().asked().model());
        assertEquals("n", order("seconds", "8").asked().model());
        route("m credits<=10");
        assertEquals(
                Code.NO_CANDIDATE,
                assertThrows(Problem.class, () -> order("seconds", "8")).code());
    }

    @Test
    void aCeilingInMicrosAndABudgetSendTheOrderOn() {
        backend("one", "m").costs(30_000);
        ScriptedBackend poor = new ScriptedBackend("p", 1, (request, context) -> Town.tenFrames(context))
                .costs(30_000)
                .budget(30_000, 30_000);
        town.house.backend("poor", poor);
        House.until(() -> town.house.jobs.models().backends().size() == 2);
        route("m cost<=29999, p");
        town.completed(order());
        Problem problem = assertThrows(Problem.class, () -> order());
        assertEquals(Code.BUDGET_SPENT, problem.code());
        backend("two", "n");
        route("m cost<=29999, p, n");
        Job job = order();
        assertEquals("n", job.asked().model());
        assertTrue(
                town.house.story(job.id()).contains("m: too_dear_upstream; p: budget_spent"),
                town.house.story(job.id()));
        assertEquals(10, job.asked().credits());
    }

    @Test
    void aQuoteOnAWeightedNameIsOfTheModelThatItsOrderGets() {
        backend("one", "m");
        backend("two", "n");
        town.house.jobs.route("clip", Candidate.list("m, n"), true);
        Set<String> models = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            Map<String, String> fields = Map.of("model", "clip", "prompt", "cat number " + i);
            var quote = town.pipeline.studio().quote(town.asking(account, fields));
            Map<String, String> redeeming = new HashMap<>(fields);
            redeeming.put("quote", quote.id());
            Job job = town.submit(account, redeeming);
            assertEquals(quote.price().model(), job.asked().model());
            models.add(job.asked().model());
        }
        assertEquals(Set.of("m", "n"), models, "both get some");
    }

    @Test
    void missingSecondsArePricedWithTheValueThatIsReallySent() {
        AtomicInteger sent = new AtomicInteger();
        town.backend("one", (request, context) -> {
            sent.set(request.seconds());
            return Town.tenFrames(context);
        });
        town.settings.put("default_seconds", 12);
        Job job = town.completed(town.submit(account, Map.of()));
        assertEquals(8, sent.get(), "the model makes 4 or 8");
        assertEquals(8, job.asked().seconds());
        assertEquals(20, job.asked().credits());
        assertEquals(20, job.creditsCaptured());
    }

    @Test
    void settlementNeverExceedsTheHold() {
        town.backend("one", (request, context) -> frames(context, 40));
        Job job = town.completed(town.submit(account, Map.of()));
        assertEquals(10, job.creditsCaptured());
        assertEquals(290, town.house.available(account));
    }

    @Test
    void aShorterClipCostsWhatCameAndTheRestIsFreeAgain() {
        town.backend("one", (request, context) -> frames(context, 2));
        Job job = town.completed(town.submit(account, Map.of()));
        assertEquals(5, job.creditsCaptured());
        assertEquals(295, town.house.available(account));
        assertTrue(town.house.story(job.id()).contains("5 of 10 credits: 2 of 4 s came"), town.house.story(job.id()));
    }

    private static RenderOutcome frames(RenderContext context, int seconds) throws IOException, InterruptedException {
        context.media().video(new VideoFormat(new FrameSize(64, 64), 1));
        for (int i = 0; i < seconds; i++) {
            context.media().frame(ByteBuffer.allocate(64 * 64 * 3));
        }
        return new RenderOutcome.Completed(Map.of());
    }

    @Test
    void theStoryNamesNoMoney() {
        backend("one", "m").costs(30_000);
        Job job = town.completed(order("model", "m"));
        assertTrue(!town.house.story(job.id()).contains("30000"), "creators read it");
        assertEquals(List.of("m"), List.of(job.asked().model()));
    }
}
