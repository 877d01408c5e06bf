package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.observe.Traces;
import org.mutoscope.core.observe.Trail;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.pipeline.Town.Told;

class TracesTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String WORDS = "a secret garden";

    @TempDir
    Path data;

    private Town town;

    @BeforeEach
    void open() {
        town = new Town(data);
    }

    @AfterEach
    void close() {
        Trail.set(null);
        town.close();
    }

    private List<Told> ofJob(String job) {
        House.until(() -> told(job, Traces.JOB) && told(job, "attempt")); // two threads tell, either may be first
        return town.told.stream().filter(told -> told.where().job().equals(job)).toList();
    }

    private boolean told(String job, String name) {
        return town.told.stream()
                .anyMatch(told ->
                        told.where().job().equals(job) && told.span().name().equals(name));
    }

    private String job(String account, JobState end) {
        String id = town.pipeline
                .studio()
                .submit(town.asking(account, Map.of("prompt", WORDS)))
                .job()
                .id();
        town.house.await(id, end);
        return id;
    }

    @Test
    void aClipIsOneTraceFromItsRequestToItsEnd() {
        String ann = town.house.account();
        town.backend("b", (request, context) -> Town.tenFrames(context));
        Trail.set(PARENT);
        String id = job(ann, JobState.COMPLETED);
        List<Told> told = ofJob(id);
        Set<String> names = told.stream().map(one -> one.span().name()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(List.of(
                        "admission",
                        "attempt",
                        "encode",
                        "job",
                        "queue",
                        "record",
                        "render",
                        "settle",
                        "sign",
                        "stills",
                        "store")),
                names);
        String attempt = told.stream()
                .filter(one -> one.span().name().equals("attempt"))
                .map(one -> one.span().key())
                .findFirst()
                .orElseThrow();
        for (Told one : told) {
            assertEquals(PARENT, one.where().parent(), one.toString());
            assertFalse(one.toString().contains("secret"), one.toString());
            assertFalse(one.span().to().isBefore(one.span().from()), one.toString());
            assertNull(one.span().fault(), one.toString());
            boolean stage = !Set.of("admission", "attempt", "job", "queue")
                    .contains(one.span().name());
            assertEquals(stage ? attempt : null, one.where().within(), one.toString());
        }
    }

    @Test
    void whatFailsIsToldByTheNameOfItsErrorAndNotItsWords() {
        String ann = town.house.account();
        town.backend(
                "b",
                (request, context) -> new RenderOutcome.Refused("too_dark", "I will not draw " + request.prompt()));
        String id = job(ann, JobState.FAILED);
        List<Told> told = ofJob(id);
        Told whole = told.stream()
                .filter(one -> one.span().name().equals(Traces.JOB))
                .findFirst()
                .orElseThrow();
        assertNull(whole.where().parent());
        assertNotNull(whole.span().fault());
        assertEquals("failed", whole.span().attributes().get("mutoscope.state"));
        assertTrue(
                told.stream()
                        .anyMatch(one -> one.span().name().equals("attempt")
                                && "too_dark".equals(one.span().fault())),
                told.toString());
        assertFalse(told.toString().contains("secret"), told.toString());
    }

    @Test
    void theSameRequestAgainIsNoSecondAdmission() {
        String ann = town.house.account();
        town.backend("b", (request, context) -> Town.tenFrames(context));
        var asked = town.asking(
                ann, Map.of("prompt", WORDS), new org.mutoscope.core.road.Studio.Repeat("k", false, Town.hash(1)));
        String id = town.pipeline.studio().submit(asked).job().id();
        assertTrue(town.pipeline.studio().submit(asked).repeated());
        town.house.await(id, JobState.COMPLETED);
        assertEquals(
                1,
                ofJob(id).stream()
                        .filter(one -> one.span().name().equals("admission"))
                        .count());
    }
}
