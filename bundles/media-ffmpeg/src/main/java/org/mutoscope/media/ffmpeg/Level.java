package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How loud a sound is, as ffmpeg's {@code ebur128} says it (ITU-R BS.1770-4, EBU R 128).
 *
 * @param lufs integrated loudness, LUFS; {@link #NOTHING} for less than can be measured
 * @param peak true peak, dBTP; {@link #NOTHING} for silence
 */
record Level(double lufs, double peak) {
    /** What the absolute gate lets nothing through below. */
    static final double NOTHING = -70;

    /** The filter whose last words are read here; the sound passes it unchanged. */
    static final String FILTER = "ebur128=peak=true:framelog=quiet";

    private static final Pattern LUFS = Pattern.compile("\\bI:\\s+(\\S+) LUFS");
    private static final Pattern PEAK = Pattern.compile("\\bPeak:\\s+(\\S+) dBFS");

    /** @throws IOException if nothing was measured */
    static Level of(String words) throws IOException {
        return new Level(last(LUFS, words), last(PEAK, words));
    }

    private static double last(Pattern pattern, String words) throws IOException {
        String found = null;
        for (Matcher matcher = pattern.matcher(words); matcher.find(); ) {
            found = matcher.group(1);
        }
        if (found == null || !found.matches("-?(inf|nan|\\d+(\\.\\d+)?)")) {
            throw new IOException("the loudness of the sound could not be measured");
        }
        return found.matches("-?(inf|nan)") ? NOTHING : Double.parseDouble(found);
    }
}
