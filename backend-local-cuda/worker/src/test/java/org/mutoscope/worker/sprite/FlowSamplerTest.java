package org.mutoscope.worker.sprite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.worker.render.RenderProblem;

class FlowSamplerTest {
    private static final float FLOOR = 0.05f;

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 20})
    void aConstantGuessIsReached(int steps) throws Exception {
        // The last step has 1 - t = 1/n >= floor and dt = 1/n, so x becomes the guess whatever it was.
        FloatBuffer x = floats(3f, -2f, 0f);
        new FlowSampler(FLOOR).sample(x, steps, time -> floats(0.25f, -1f, 1f));
        assertClose(floats(0.25f, -1f, 1f), x);
    }

    @Test
    void theFloorSlowsTheLastSteps() throws Exception {
        // 40 steps: at 1 - t = 2/40 = floor the gain is (1/40)/(2/40) = 1/2, at 1/40 it is (1/40)/floor = 1/2 as well;
        // before, what is left of the noise
        // shrinks by (1 - t_(i+1)) / (1 - t_i), in all to 2/40. So 3 becomes 3 * 2/40 * 1/2 * 1/2.
        FloatBuffer x = floats(3f);
        new FlowSampler(FLOOR).sample(x, 40, time -> floats(0f));
        assertClose(floats(3f * 2 / 40 / 4), x);
    }

    @Test
    void aGuessThatIsTheFrameItselfChangesNothing() throws Exception {
        FloatBuffer x = floats(0.5f, -0.75f);
        new FlowSampler(FLOOR).sample(x, 7, time -> x);
        assertClose(floats(0.5f, -0.75f), x);
    }

    @Test
    void timesAreEvenAndNeverOne() throws Exception {
        List<Float> times = new ArrayList<>();
        new FlowSampler(FLOOR).sample(floats(0f), 4, time -> {
            times.add(time);
            return floats(0f);
        });
        assertEquals(List.of(0f, 0.25f, 0.5f, 0.75f), times);
    }

    @Test
    void theResultIsCut() throws Exception {
        FloatBuffer x = floats(0f, 0f);
        new FlowSampler(FLOOR).sample(x, 2, time -> floats(5f, -5f));
        assertClose(floats(1f, -1f), x);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aGuessThatIsNoNumberIsNamed(float bad) {
        RenderProblem problem = assertThrows(
                RenderProblem.class, () -> new FlowSampler(FLOOR).sample(floats(0f, 0f), 2, time -> floats(0f, bad)));
        assertEquals("model_output_not_finite", problem.code());
        assertEquals(RenderProblem.Kind.FINAL, problem.kind());
    }

    @Test
    void failuresOfTheNetworkPass() {
        assertThrows(OrtException.class, () -> new FlowSampler(FLOOR).sample(floats(0f), 1, time -> {
            throw new OrtException("broken");
        }));
    }

    private static FloatBuffer floats(float... values) {
        return FloatBuffer.wrap(values);
    }

    private static void assertClose(FloatBuffer expected, FloatBuffer actual) {
        for (int i = 0; i < expected.capacity(); i++) {
            assertEquals(expected.get(i), actual.get(i), 1e-6f, "value " + i);
        }
    }
}
