package org.mutoscope.worker.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every scheduler against what diffusers computed (model-tools, golden_schedulers). With {@code -Dmutoscope.schedulers=FILE} also the many cases
 * that its option --full wrote there.
 */
class GoldenSchedulesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/goldens/schedulers.json");
    private static final double TABLES = 1e-6;
    private static final double SAMPLES = 1e-5;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> computesWhatDiffusersComputes() throws Exception {
        List<DynamicTest> tests = new ArrayList<>(tests(GOLDEN));
        String full = System.getProperty("mutoscope.schedulers");
        if (full != null) {
            tests.addAll(tests(Path.of(full)));
        }
        return tests.stream();
    }

    private List<DynamicTest> tests(Path golden) throws Exception {
        JsonNode cases = new ObjectMapper().readTree(golden.toFile()).path("cases");
        assertTrue(cases.size() >= 80, cases.size() + " cases");
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            JsonNode one = cases.path(i);
            Path file = Files.createTempFile(folder, "scheduler", ".json");
            Files.writeString(file, one.path("config").toString());
            tests.add(DynamicTest.dynamicTest(
                    i + " " + one.path("config") + " " + one.path("request"), () -> compare(file, one)));
        }
        return tests;
    }

    private static void compare(Path file, JsonNode one) throws Exception {
        JsonNode expected = one.path("expected");
        int[] draws = {0};
        Scheduler scheduler = Schedulers.begin(
                file,
                request(one.path("request")),
                into -> System.arraycopy(sequence(1001 + draws[0]++, into.length), 0, into, 0, into.length));
        near(expected.path("timesteps"), scheduler.timesteps(), TABLES, 0);
        assertEquals(expected.path("timesteps").size(), scheduler.steps());
        assertEquals(1, scheduler.initSigma() / expected.path("init").asDouble(), TABLES);
        for (int step = 0; expected.has("sigmas") && step < scheduler.steps(); step++) {
            double sigma = expected.path("sigmas").path(step).asDouble();
            assertEquals(sigma, scheduler.sigma(step), TABLES * sigma, "level " + step);
        }
        int start = one.path("request").path("start").asInt(0);
        int size = expected.path("noised").size();
        float[] noised = new float[size];
        scheduler.addNoise(start, sequence(7, size), sequence(8, size), noised);
        near(expected.path("noised"), noised, TABLES, 1);
        walk(scheduler, start, expected);
    }

    private static void walk(Scheduler scheduler, int start, JsonNode expected) {
        int size = expected.path("noised").size();
        float[] sample = sequence(1, size);
        for (int i = 0; i < size; i++) {
            sample[i] *= scheduler.initSigma();
        }
        int compared = 0;
        for (int step = start; step < scheduler.steps(); step++) {
            float[] predicted = new float[size];
            scheduler.scaleInput(step, sample, predicted);
            float[] fixed = sequence(100 + step, size);
            for (int i = 0; i < size; i++) {
                predicted[i] = 0.5f * predicted[i] + 0.25f * fixed[i];
            }
            scheduler.step(step, predicted, sample);
            int skipped = scheduler.steps() - start - expected.path("samples").size();
            if (step - start >= skipped) {
                near(expected.path("samples").path(step - start - skipped), sample, SAMPLES, 1);
                compared++;
            }
        }
        assertEquals(expected.path("samples").size(), compared);
    }

    private static void near(JsonNode expected, float[] computed, double tolerance, double least) {
        assertEquals(expected.size(), computed.length);
        double largest = least;
        for (JsonNode value : expected) {
            largest = Math.max(largest, Math.abs(value.asDouble()));
        }
        for (int i = 0; i < computed.length; i++) {
            double scale = least > 0
                    ? largest
                    : Math.max(1e-3, Math.abs(expected.path(i).asDouble()));
            assertEquals(expected.path(i).asDouble(), computed[i], tolerance * scale, "value " + i);
        }
    }

    private static ScheduleRequest request(JsonNode node) {
        return new ScheduleRequest(
                node.path("steps").asInt(0),
                floats(node.path("timesteps")),
                floats(node.path("sigmas")),
                node.path("mu").asDouble(Double.NaN));
    }

    private static float[] floats(JsonNode node) {
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.path(i).floatValue();
        }
        return values;
    }

    /** s = (1103515245 s + 12345) mod 2^31, value = s / 2^30 - 1. */
    private static float[] sequence(long seed, int size) {
        float[] values = new float[size];
        long s = seed;
        for (int i = 0; i < size; i++) {
            s = (1_103_515_245 * s + 12_345) % (1L << 31);
            values[i] = (float) (s / (double) (1L << 30) - 1);
        }
        return values;
    }
}
