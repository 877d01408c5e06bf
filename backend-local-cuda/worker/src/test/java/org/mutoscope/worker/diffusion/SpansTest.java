package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
    @Test
    void aClipOfOneWindowIsNotTouched() throws Exception {
        float[] latents = {1, 2, 3};
        assertSame(latents, new Spans(new int[] {1, 3, 1}, 8, 2).predict(latents, (window, frames) -> window));
    }

    @ParameterizedTest
    @CsvSource({"9,4,1,3", "10,4,1,3", "11,4,1,4", "5,4,2,2", "16,8,4,3", "4,4,1,1"})
    void wholeIsTheSumOfItsWindows(int frames, int length, int overlap, int windows) throws Exception {
        int channels = 3;
        int inner = 2;
        float[] latents = new float[channels * frames * inner];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = i;
        }
        Spans spans = new Spans(new int[] {channels, frames, inner}, length, overlap);
        assertEquals(windows, spans.count());
        float[] doubled = spans.predict(latents, (window, count) -> {
            assertEquals(Math.min(length, frames), count);
            float[] answer = window.clone();
            for (int i = 0; i < answer.length; i++) {
                answer[i] *= 2;
            }
            return answer;
        });
        for (int i = 0; i < latents.length; i++) {
            assertEquals(2f * i, doubled[i], 1e-4f, "value " + i);
        }
    }

    @Test
    void overlapsGoFromTheOneToTheOther() throws Exception {
        int[] turn = {0};
        float[] mixed = new Spans(new int[] {1, 6, 1}, 4, 2).predict(new float[6], (window, count) -> {
            float[] answer = new float[count];
            Arrays.fill(answer, turn[0]++);
            return answer;
        });
        assertArrayEquals(new float[] {0, 0, 1 / 3f, 2 / 3f, 1, 1}, mixed, 1e-6f);
    }
}
