package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.road.Studio;

class FiguresTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "mutoscope_clip_stage_seconds_(bucket|sum|count)\\{model=\"([^\"\\\\]|\\\\.)*\",stage=\"\\w+\"(,le=\"[0-9.+Inf]+\")?\\} [0-9.]+");

    private final Parts parts = new Parts();
    private final Figures meters = new Figures(new Moment(parts, new Tracing("1", Settings.with(Map.of()))));

    private List<String> samples() {
        return meters.text()
                .lines()
                .filter(line -> line.startsWith("mutoscope_clip_stage_seconds"))
                .toList();
    }

    private String sample(String name) {
        return samples().stream()
                .filter(line -> line.startsWith("mutoscope_clip_stage_seconds_" + name + "} "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("none in " + meters.text());
    }

    @Test
    void nothingIsToldOfNothing() {
        assertEquals(List.of(), samples());
        meters.clip("m", 0, Map.of());
        assertEquals(List.of(), samples());
    }

    @Test
    void aTimeCountsFromItsBoundOn() {
        meters.clip("m", 0, Map.of("denoise", 1000L, "text", 3L));
        meters.clip("m", 0, Map.of("denoise", 1001L));
        assertEquals("0", sample("bucket{model=\"m\",stage=\"denoise\",le=\"0.5\""));
        assertEquals("1", sample("bucket{model=\"m\",stage=\"denoise\",le=\"1.0\""));
        assertEquals("2", sample("bucket{model=\"m\",stage=\"denoise\",le=\"2.5\""));
        assertEquals("2", sample("bucket{model=\"m\",stage=\"denoise\",le=\"+Inf\""));
        assertEquals("2", sample("count{model=\"m\",stage=\"denoise\""));
        assertEquals("2.001", sample("sum{model=\"m\",stage=\"denoise\""));
        assertEquals("1", sample("count{model=\"m\",stage=\"text\""));
    }

    @Test
    void beyondTheLastBoundIsStillCounted() {
        meters.clip("m", 0, Map.of("render", 7_200_000L, "decode", -5L));
        assertEquals("0", sample("bucket{model=\"m\",stage=\"render\",le=\"1800.0\""));
        assertEquals("1", sample("bucket{model=\"m\",stage=\"render\",le=\"+Inf\""));
        assertEquals("0.0", sample("sum{model=\"m\",stage=\"decode\""));
    }

    @Test
    void aNameCannotBreakALine() {
        meters.clip("a\"} 1\nb\\", 0, Map.of("text", 1L));
        samples().forEach(line -> assertTrue(SAMPLE.matcher(line).matches(), line));
        assertTrue(meters.text().contains("model=\"a\\\"} 1\\nb\\\\\""), meters.text());
    }

    @Test
    void manyModelsShareALine() {
        for (int i = 0; i < 300; i++) {
            meters.clip("m" + i, 0, Map.of("text", 1L));
        }
        assertEquals("100", sample("count{model=\"other\",stage=\"text\""));
        assertFalse(meters.text().contains("m250"), "a model beyond the limit has lines of its own");
    }

    @Test
    void theMomentIsThatOfTheServices() {
        assertFalse(meters.text().contains("mutoscope_jobs_queued"), "there is no queue");
        assertTrue(meters.text().contains("mutoscope_heap_used_bytes "), meters.text());
        parts.studio = new NoStudio();
        assertTrue(meters.text().contains("\nmutoscope_obstacles 2.0\n"), meters.text());
    }

    @Test
    void attemptsAnswersAndCreditsAreCounted() {
        meters.attempt("local", "sprite-1", "done");
        meters.attempt("local", "sprite-1", "failed");
        meters.attempt("local", "sprite-1", "failed");
        meters.answered("GET /v1/videos/{id}", 404, Duration.ofMillis(3));
        meters.clip("sprite-1", 10, Map.of());
        meters.clip("sprite-1", 5, Map.of());
        for (String line : List.of(
                "mutoscope_attempts_total{backend=\"local\",end=\"failed\",model=\"sprite-1\"} 2.0",
                "mutoscope_http_answer_seconds_bucket{route=\"GET /v1/videos/{id}\",status=\"4xx\",le=\"0.0025\"} 0",
                "mutoscope_http_answer_seconds_bucket{route=\"GET /v1/videos/{id}\",status=\"4xx\",le=\"0.005\"} 1",
                "mutoscope_credits_captured_total{model=\"sprite-1\"} 15.0")) {
            assertTrue(meters.text().contains("\n" + line + "\n"), line + " is not in " + meters.text());
        }
    }

    /** A front end that takes nothing. */
    private static final class NoStudio implements Studio {
        @Override
        public Submitted submit(Submission submission) {
            throw new IllegalStateException();
        }

        @Override
        public Prices.Quote quote(Submission submission) {
            throw new IllegalStateException();
        }

        @Override
        public List<String> obstacles() {
            return List.of("No backend is ready.", "The disk is low.");
        }

        @Override
        public Optional<String> shortage() {
            return Optional.empty();
        }
    }
}
