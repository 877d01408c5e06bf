package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.jobs.doubles.Configs;

/** Candidates as an operator writes them, and how one of several is drawn. */
class CandidateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Model",
                "m@",
                "m@Bad",
                "m@a@b",
                "m seconds=4",
                "m seconds<=",
                "m seconds<=4.5",
                "m seconds<=-1",
                "m size=64x64",
                "m size<=64",
                "m task<=edit",
                "m colour=red",
                "m weight<=2",
                "m cost=5",
                "m cost<=99999999999999999999",
                "m <=4",
                "m ="
            })
    void whatIsNoCandidateIsSaid(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Candidate.parse(text))
                .getMessage();
        assertTrue(message.contains("is no") || message.contains("is not"), message);
    }

    @Test
    void aCandidateReadsBackAsItWasWritten() {
        String text =
                "gen4.5@runway task=text-to-video|edit size<=1280x720 seconds<=10 credits<=40 cost<=2000000 weight=3, sprite-1";
        List<Candidate> both = Candidate.list(text);
        assertEquals(text, Candidate.text(both));
        assertEquals(both, Candidate.list(Candidate.text(both)));
        assertEquals("gen4.5@runway cost<=2000000", both.get(0).met().toString(), "what was met need not be met again");
        assertEquals(3, both.get(0).weight());
        assertEquals(Long.MAX_VALUE, both.get(1).most("cost"));
        assertEquals(List.of(), Candidate.list(" , "));
    }

    @Test
    void theFileOnThePageIsGood() throws IOException {
        String page = Files.readString(Path.of("../../distribution/docs/operate/routing.md"));
        Matcher block =
                Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(block.find());
        Properties file = new Properties();
        file.load(new StringReader(block.group(1)));
        RouteComponent route = new RouteComponent(
                Configs.of(
                        RouteConfig.class,
                        Map.of(
                                "choice",
                                file.getProperty("choice"),
                                "candidates",
                                file.getProperty("candidates").split(","))),
                Map.of("service.pid", "org.mutoscope.jobs.route~sora-2"));
        assertEquals(3, route.route().candidates().size());
        assertEquals("runway", route.route().candidates().get(0).backend());
    }

    @Test
    void eachConditionIsKept() {
        Candidate candidate = Candidate.parse("m task=text-to-video plan=standard|education size<=1280x720 seconds<=8");
        FrameSize size = new FrameSize(720, 1280);
        assertTrue(candidate.refuses("text-to-video", size, 8, "education").isEmpty(), "as many pixels, standing");
        assertEquals(
                "it takes task=text-to-video",
                candidate.refuses("edit", size, 8, "education").orElseThrow());
        assertEquals(
                "it takes plan=standard|education",
                candidate.refuses("text-to-video", size, 8, "free").orElseThrow());
        assertEquals(
                "it takes seconds<=8",
                candidate.refuses("text-to-video", size, 9, "standard").orElseThrow());
        assertEquals(
                "it takes size<=1280x720",
                candidate
                        .refuses("text-to-video", new FrameSize(1282, 720), 8, "standard")
                        .orElseThrow());
    }

    @Test
    void weightsShareTheOrdersOfARoute() {
        Routes.Route route = new Routes.Route(Candidate.list("a weight=3, b, c weight=0"), true);
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            List<Candidate> order = route.drawn("draw " + i);
            assertEquals(2, order.size(), "a weight of 0 is never drawn");
            first.merge(order.get(0).model(), 1, Integer::sum);
        }
        assertTrue(Math.abs(first.get("a") - 3000) < 200, first.toString());
        assertEquals(route.drawn("the same"), route.drawn("the same"));
    }

    @Test
    void aFileCountsBeforeTheKeyAndLinesThatSayNothingAreLeftOut() {
        Routes routes = new Routes(() -> Configs.of(
                JobsConfig.class, Map.of("aliases", new String[] {"a=x|y", "b = z", "c", "d=Bad Model|ok"})));
        assertEquals("x, y", Candidate.text(routes.of("a").candidates()));
        assertEquals("ok", Candidate.text(routes.of("d").candidates()));
        assertTrue(routes.of("c").candidates().isEmpty());
        Routes.Route file = new Routes.Route(Candidate.list("w seconds<=4"), false);
        routes.put("a", file);
        assertEquals("w seconds<=4", Candidate.text(routes.of("a").candidates()));
        routes.remove("a", new Routes.Route(List.of(), false));
        assertFalse(routes.of("a").candidates().get(0).model().equals("x"), "another had come meanwhile");
        routes.remove("a", file);
        assertEquals("x, y", Candidate.text(routes.of("a").candidates()));
        routes.put("a", new Routes.Route(List.of(), false));
        assertEquals("x, y", Candidate.text(routes.of("a").candidates()), "a file without candidates changes nothing");
    }

    @Test
    void aFileWithAFaultIsLeftOut() {
        RouteComponent broken = new RouteComponent(
                Configs.of(RouteConfig.class, Map.of("candidates", new String[] {"sprite-1", "m seconds=4"})),
                Map.of("service.pid", "org.mutoscope.jobs.route~gen-2"));
        assertEquals("gen-2", broken.alias());
        assertTrue(broken.route().candidates().isEmpty());
        RouteComponent odd = new RouteComponent(
                Configs.of(RouteConfig.class, Map.of("choice", "random", "candidates", new String[] {"sprite-1"})),
                Map.of("service.pid", "org.mutoscope.jobs.route~gen-2"));
        assertTrue(odd.route().candidates().isEmpty());
    }
}
