package org.mutoscope.media.ffmpeg;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.api.media.SoundMixer.Piece;

/**
 * Adds pieces of sound, sample by sample, in memory that does not grow with their length. All is 32-bit floating point, so that no sum is clipped:
 * {@value #RATE} samples a second, two channels.
 */
final class Mixdown {
    static final int RATE = 48_000;
    static final int FRAME_BYTES = 2 * Float.BYTES;
    /** What other sound is multiplied with while a voice speaks, as a power of ten: 12 dB down. */
    private static final double DUCKED = -12 / 20.0;

    private static final int PER_MILLI = RATE / 1000;
    private static final long DOWN = 100L * PER_MILLI;
    private static final long UP = 300L * PER_MILLI;
    private static final int BLOCK = RATE / 10;
    private static final long FADE = 5L * PER_MILLI;

    private final List<Part> parts;
    private final long frames;

    /** @param milliseconds length of what is made */
    Mixdown(List<Part> parts, long milliseconds) {
        this.parts = List.copyOf(parts);
        this.frames = milliseconds * PER_MILLI;
    }

    /**
     * A piece.
     *
     * @param file its samples, in our form
     * @param begin number of its first sample
     * @param length in samples
     * @param factor what it is multiplied with
     * @param voice whether the others give way to it
     */
    record Part(Path file, long begin, long length, float factor, boolean voice) {
        /** @param file the samples of the piece, in our form */
        static Part of(Piece piece, Path file, double decibels) throws IOException {
            long there = Files.size(file) / FRAME_BYTES;
            long most = Math.min(there / PER_MILLI + 1, piece.mostMilliseconds()) * PER_MILLI;
            long begin = piece.atMilliseconds() * PER_MILLI;
            float factor = (float) Math.pow(10, decibels / 20);
            return new Part(file, begin, Math.min(there, most), factor, piece.voice());
        }

        /** At its ends it comes and goes within {@value Mixdown#FADE} samples, so that neither clicks. */
        float factor(long sample) {
            long toEnd = Math.min(sample + 1, length - sample);
            return toEnd >= FADE ? factor : factor * toEnd / FADE;
        }

        long end() {
            return begin + length;
        }
    }

    void write(Path target) throws IOException, InterruptedException {
        List<Tape> tapes = new ArrayList<>();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            for (long at = 0; at < frames; at += BLOCK) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                out.write(block(tapes, at, (int) Math.min(BLOCK, frames - at)));
            }
        } finally {
            for (Tape tape : tapes) {
                tape.close();
            }
        }
    }

    private byte[] block(List<Tape> tapes, long at, int length) throws IOException {
        for (Part part : parts) {
            if (part.begin() >= at && part.begin() < at + length) {
                tapes.add(new Tape(part));
            }
        }
        float[] sum = new float[2 * length];
        float[] low = giveWay(at, length);
        for (Tape tape : List.copyOf(tapes)) {
            if (!tape.add(sum, low, at)) {
                tape.close();
                tapes.remove(tape);
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(sum.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(sum);
        return bytes.array();
    }

    /** What sound that is no voice is multiplied with: down over 100 ms before a voice, up over 300 ms after it. */
    private float[] giveWay(long at, int length) {
        float[] low = new float[length];
        List<Part> near = parts.stream()
                .filter(p -> p.voice() && p.begin() - DOWN < at + length && p.end() + UP > at)
                .toList();
        for (int i = 0; i < length; i++) {
            double most = 0;
            for (Part voice : near) {
                double before = (at + i - voice.begin() + DOWN) / (double) DOWN;
                double after = (voice.end() + UP - at - i) / (double) UP;
                most = Math.max(most, Math.min(1, Math.min(before, after)));
            }
            low[i] = most <= 0 ? 1 : (float) Math.pow(10, DUCKED * most);
        }
        return low;
    }

    /** A part that is being played. */
    private static final class Tape implements Closeable {
        private final Part part;
        private final InputStream in;

        Tape(Part part) throws IOException {
            this.part = part;
            this.in = new BufferedInputStream(Files.newInputStream(part.file()));
        }

        /** @return false if there is no more of it */
        boolean add(float[] sum, float[] low, long at) throws IOException {
            int from = (int) Math.max(0, part.begin() - at);
            int to = (int) Math.min(low.length, part.end() - at);
            ByteBuffer samples =
                    ByteBuffer.wrap(in.readNBytes((to - from) * FRAME_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = from; i < to && samples.remaining() >= FRAME_BYTES; i++) {
                float factor = part.factor(at + i - part.begin()) * (part.voice() ? 1 : low[i]);
                sum[2 * i] += samples.getFloat() * factor;
                sum[2 * i + 1] += samples.getFloat() * factor;
            }
            return to == low.length;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
