package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaFacts;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.worker.wire.Fields;

/** Which frames of a file a worker is given. */
class IngredientsTest {
    private static final VideoFormat FORMAT = new VideoFormat(new FrameSize(2, 2), 8);
    private static final int FRAME = 12;

    @TempDir
    Path folder;

    @Test
    void anEditGetsTheFirstFramesOfItsSourceAsManyAsItWillHave() throws Exception {
        Fields order = prepare(ModelOffer.EDIT, 30, 2);
        assertEquals(16, order.number("source_frames"));
        assertFrames(order, 0, 16);
        Fields shorter = prepare(ModelOffer.EDIT, 5, 2);
        assertEquals(5, shorter.number("source_frames"));
        assertFrames(shorter, 0, 5);
    }

    @Test
    void anExtensionGetsTheLastFrame() throws Exception {
        Fields order = prepare(ModelOffer.EXTEND, 30, 2);
        assertEquals(1, order.number("source_frames"));
        assertFrames(order, 29, 1);
    }

    @Test
    void aSourceWithoutPicturesIsNamed() {
        for (String task : new String[] {ModelOffer.EDIT, ModelOffer.EXTEND}) {
            IOException problem = assertThrows(IOException.class, () -> prepare(task, 0, 1));
            assertEquals("the source holds no picture", problem.getMessage());
        }
    }

    private void assertFrames(Fields order, int first, int count) throws Exception {
        byte[] expected = new byte[count * FRAME];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (first + i / FRAME);
        }
        assertArrayEquals(expected, Files.readAllBytes(Path.of(order.text("source"))));
    }

    private Fields prepare(String task, int frames, int seconds) throws Exception {
        Attempt attempt = new Attempt() {
            @Override
            public Path scratch() {
                return folder;
            }
        };
        Fields order = new Fields();
        new Ingredients(new Film(frames), attempt, FORMAT).prepare(new Sourced(task, seconds), order);
        return order;
    }

    /** Frames that are filled with their number, whatever the file. */
    private record Film(int frames) implements MediaReader {
        @Override
        public void decode(Path file, VideoFormat wanted, MediaSink sink) throws IOException, InterruptedException {
            assertEquals(FORMAT, wanted);
            ByteBuffer rgb = ByteBuffer.allocate(FRAME);
            for (int i = 0; i < frames; i++) {
                for (int k = 0; k < FRAME; k++) {
                    rgb.put(k, (byte) i);
                }
                sink.frame(rgb);
            }
        }

        @Override
        public void decode(Path file, MediaSink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MediaFacts probe(Path file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String still(Path file, String kind, Path target) {
            throw new UnsupportedOperationException();
        }
    }

    /** A request with a source. */
    private record Sourced(String task, int seconds) implements RenderRequest {
        @Override
        public String jobId() {
            return "job-1";
        }

        @Override
        public String model() {
            return "m";
        }

        @Override
        public String prompt() {
            return "p";
        }

        @Override
        public FrameSize size() {
            return FORMAT.size();
        }

        @Override
        public long seed() {
            return 1;
        }

        @Override
        public Optional<Path> firstFrame() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> source() {
            return Optional.of(Path.of("source.mp4"));
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of();
        }
    }
}
