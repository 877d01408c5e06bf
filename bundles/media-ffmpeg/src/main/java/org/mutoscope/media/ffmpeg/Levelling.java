package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Brings a sum to its loudness. As with ffmpeg's {@code loudnorm} in its linear mode it is measured, then made louder or quieter as a whole, so that what is soft in
 * it stays so. Where peaks would be too high a limiter holds them, and since that takes loudness away again the result is measured and corrected.
 */
final class Levelling {
    private static final int ROUNDS = 5;
    /** Beyond this a limiter does more harm than a track that is too soft. */
    private static final double MOST_HELP = 9;

    private static final double NEAR = 0.3;
    /** A limiter lets a little through between its samples. */
    private static final double MARGIN = 0.3;

    private final SoundDesk desk;
    private final Path sum;
    private final Path target;

    Levelling(SoundDesk desk, Path sum, Path target) {
        this.desk = desk;
        this.sum = sum;
        this.target = target;
    }

    void run() throws IOException, InterruptedException {
        Level level = desk.filtered(sum, "", null);
        boolean quiet = level.lufs() < SoundDesk.QUIET;
        double gain = quiet ? 0 : SoundDesk.LOUDNESS - level.lufs();
        if (level.peak() + gain <= SoundDesk.PEAK) {
            desk.filtered(sum, "volume=" + SoundDesk.decibels(gain) + ",", target);
            return;
        }
        double most = quiet ? 0 : gain + MOST_HELP;
        double ceiling = SoundDesk.PEAK - MARGIN;
        Level now = desk.filtered(sum, limited(gain, ceiling), target);
        for (int round = 1; round < ROUNDS && !good(now, gain, most); round++) {
            gain = Math.min(most, quiet ? 0 : gain + SoundDesk.LOUDNESS - now.lufs());
            ceiling -= Math.max(0, now.peak() - SoundDesk.PEAK + MARGIN / 3);
            now = desk.filtered(sum, limited(gain, ceiling), target);
        }
        if (now.peak() > SoundDesk.PEAK) { // the same again, as a whole a little softer
            double less = SoundDesk.PEAK - MARGIN / 3 - now.peak();
            desk.filtered(sum, limited(gain, ceiling) + "volume=" + SoundDesk.decibels(less) + ",", target);
        }
    }

    private static boolean good(Level level, double gain, double most) {
        boolean loud = Math.abs(level.lufs() - SoundDesk.LOUDNESS) <= NEAR;
        return level.peak() <= SoundDesk.PEAK && (loud || gain >= most && level.lufs() < SoundDesk.LOUDNESS);
    }

    /** At four times the rate, so that peaks between the samples are seen. */
    private static String limited(double gain, double ceiling) {
        return "volume=" + SoundDesk.decibels(gain) + ",aresample=" + 4 * Mixdown.RATE + ",alimiter=limit="
                + String.format(Locale.ROOT, "%.4f", Math.pow(10, ceiling / 20))
                + ":attack=5:release=50:level=false,aresample=" + Mixdown.RATE + ",";
    }
}
