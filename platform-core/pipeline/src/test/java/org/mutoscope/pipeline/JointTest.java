package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.VideoFormat;

/** How one shot follows another. */
class JointTest {
    private static final int RATE = 8;

    /** Greys of the frames that come out. @param given greys of the frames of the shot @param before grey of the last frame before, or null */
    private static List<Integer> greys(Joint.Wanted wanted, List<Integer> given, Integer before) throws Exception {
        FrameQueue film = new FrameQueue(new VideoFormat(new FrameSize(1, 1), RATE));
        List<Integer> greys = new ArrayList<>();
        Thread reader = new Thread(() -> {
            try {
                for (Optional<ByteBuffer> frame = film.next(); frame.isPresent(); frame = film.next()) {
                    greys.add(frame.get().get(1) & 0xff);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        reader.start();
        Joint joint = new Joint(film, wanted, before == null ? null : rgb(before));
        try {
            for (int grey : given) {
                joint.frame(ByteBuffer.wrap(rgb(grey)));
            }
            joint.end();
        } finally {
            film.end();
            reader.join();
        }
        return greys;
    }

    private static byte[] rgb(int grey) {
        return new byte[] {(byte) grey, (byte) grey, (byte) grey};
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cut      | 4 | 0 | 200 200 200 200",
                "cut      | 4 | 2 | 200 200 200 200 200 200",
                "cut      | 2 | 0 | 200 200",
                "cut      | 6 | 0 | 200 200 200 200 200 200",
                "fade     | 4 | 0 | 0 100 200 200",
                "dissolve | 4 | 0 | 120 160 200 200",
                "fade     | 8 | 0 | 0 50 100 150 200 200 200 200",
                "fade     | 1 | 0 | 0"
            })
    void aShotHasTheFramesThatAreWanted(String transition, long frames, long held, String greys) throws Exception {
        List<Integer> given = List.of(200, 200, 200, 200);
        List<Integer> out = greys(new Joint.Wanted(frames, held, transition), given, 80);
        assertEquals(greys, String.join(" ", out.stream().map(String::valueOf).toList()));
    }

    @Test
    void theFirstShotHasNothingToDissolveOutOf() throws Exception {
        assertEquals(List.of(9, 9), greys(new Joint.Wanted(2, 0, "dissolve"), List.of(9, 9), null));
    }

    @Test
    void aShotWithoutFramesIsNone() {
        assertThrows(IOException.class, () -> greys(new Joint.Wanted(2, 0, "cut"), List.of(), 5));
    }
}
