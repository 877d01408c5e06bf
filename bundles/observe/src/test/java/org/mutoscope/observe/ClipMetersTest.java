package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ClipMetersTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "mutoscope_clip_stage_seconds_(bucket|sum|count)\\{model=\"([^\"\\\\]|\\\\.)*\",stage=\"\\w+\"(,le=\"[0-9.+Inf]+\")?\\} [0-9.]+");

    private final ClipMeters meters = new ClipMeters();

    private List<String> samples() {
        return meters.text().lines().filter(line -> !line.startsWith("#")).toList();
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
        assertTrue(meters.text().contains("# TYPE mutoscope_clip_stage_seconds histogram\n"), meters.text());
        meters.clip("m", Map.of());
        assertEquals(List.of(), samples());
    }

    @Test
    void aTimeCountsFromItsBoundOn() {
        meters.clip("m", Map.of("denoise", 1000L, "text", 3L));
        meters.clip("m", Map.of("denoise", 1001L));
        assertEquals("0", sample("bucket{model=\"m\",stage=\"denoise\",le=\"0.500\""));
        assertEquals("1", sample("bucket{model=\"m\",stage=\"denoise\",le=\"1.000\""));
        assertEquals("2", sample("bucket{model=\"m\",stage=\"denoise\",le=\"2.500\""));
        assertEquals("2", sample("bucket{model=\"m\",stage=\"denoise\",le=\"+Inf\""));
        assertEquals("2", sample("count{model=\"m\",stage=\"denoise\""));
        assertEquals("2.001", sample("sum{model=\"m\",stage=\"denoise\""));
        assertEquals("1", sample("count{model=\"m\",stage=\"text\""));
    }

    @Test
    void beyondTheLastBoundIsStillCounted() {
        meters.clip("m", Map.of("render", 7_200_000L, "decode", -5L));
        assertEquals("0", sample("bucket{model=\"m\",stage=\"render\",le=\"1800.000\""));
        assertEquals("1", sample("bucket{model=\"m\",stage=\"render\",le=\"+Inf\""));
        assertEquals("0.000", sample("sum{model=\"m\",stage=\"decode\""));
    }

    @Test
    void aNameCannotBreakALine() {
        meters.clip("a\"} 1\nb\\", Map.of("text", 1L));
        samples().forEach(line -> assertTrue(SAMPLE.matcher(line).matches(), line));
        assertTrue(meters.text().contains("model=\"a\\\"} 1\\nb\\\\\""), meters.text());
    }

    @Test
    void manyModelsShareALine() {
        for (int i = 0; i < 300; i++) {
            meters.clip("m" + i, Map.of("text", 1L));
        }
        assertEquals("100", sample("count{model=\"other\",stage=\"text\""));
        assertFalse(meters.text().contains("m250"), "a model beyond the limit has lines of its own");
    }
}
