package org.mutoscope.credits;

import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Prices by model, seconds, size, sound and demand: {@code ceil(base(model) x seconds / 4 x factor(size) x audio x demand)}, in whole
 * numbers, rounded up once. The factor of the size goes by pixels, so that a clip costs the same lying and standing:
 *
 * <pre>
 * up to 720x1280    1/1
 * up to 1024x1792   3/2
 * up to 1080x1920   2/1
 * above             2/1 for each 1080x1920 begun
 * </pre>
 */
final class PriceTable {
    private static final long STANDARD_SECONDS = 4;
    private static final long PIXELS_720 = 720L * 1280;
    private static final long PIXELS_1024 = 1024L * 1792;
    private static final long PIXELS_1080 = 1080L * 1920;
    private static final int MOST_CREDITS = 1_000_000;
    private static final int MOST_SECONDS = 86_400;

    private final long base;
    private final Ratio audio;
    private final Map<String, Long> bases = new TreeMap<>();
    private final String version;

    /**
     * @param base price of the standard clip
     * @param overrides the same by model, as {@code model:credits}
     * @throws IllegalArgumentException if one cannot be read or a model is named twice
     */
    PriceTable(long base, String... overrides) {
        this(base, Ratio.ONE, overrides);
    }

    /** @param audio factor on clips with sound */
    PriceTable(long base, Ratio audio, String... overrides) {
        this.base = base;
        this.audio = audio;
        requireBase(base, "clip.credits");
        for (String override : overrides) {
            if (!override.isBlank()) {
                add(override.strip());
            }
        }
        version = "p1-"
                + (audio.equals(Ratio.ONE) ? Words.hash(base, bases) : Words.hash(base, bases, audio)).substring(0, 16);
    }

    Prices.Price price(String model, int seconds, FrameSize size) {
        return price(new Clip(model, seconds, size, false), 100);
    }

    /** @param demandPercent factor on all prices, 1 to 1000 */
    Prices.Price price(Clip clip, int demandPercent) {
        int seconds = clip.seconds;
        FrameSize size = clip.size;
        String model = clip.model;
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new Problem(
                    Code.INVALID_SECONDS,
                    "A clip has 1 to " + MOST_SECONDS + " seconds, not " + seconds + ".",
                    "seconds",
                    null);
        }
        long halves = halves(Math.multiplyExact((long) size.width(), size.height()));
        Ratio sound = clip.audio ? audio : Ratio.ONE;
        long top = Math.multiplyExact(Math.multiplyExact(bases.getOrDefault(model, base), (long) seconds), halves);
        long credits = up(
                Math.multiplyExact(Math.multiplyExact(top, sound.top()), (long) demandPercent),
                Math.multiplyExact(2 * STANDARD_SECONDS * 100, sound.bottom()));
        String name = demandPercent == 100 ? version : version + "-d" + demandPercent;
        return new Prices.Price(model, seconds, size, credits, name, clip.audio, 0);
    }

    /** What is priced. */
    record Clip(String model, int seconds, FrameSize size, boolean audio) {}

    /** Changes when a price changes, and only then. */
    String version() {
        return version;
    }

    /** The factor of a size, in halves. */
    private static long halves(long pixels) {
        if (pixels <= PIXELS_720) {
            return 2;
        }
        return pixels <= PIXELS_1024 ? 3 : 4 * up(pixels, PIXELS_1080);
    }

    private static long up(long top, long bottom) {
        return Math.floorDiv(Math.addExact(top, bottom - 1), bottom);
    }

    private void add(String override) {
        int colon = override.lastIndexOf(':');
        String model = colon < 0 ? "" : override.substring(0, colon).strip();
        String credits = override.substring(colon + 1).strip();
        if (model.isEmpty() || model.length() > 64 || !credits.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException(
                    "prices has '" + override + "'; write model:credits, for example sprite-1:10");
        }
        long value = Long.parseLong(credits);
        requireBase(value, "prices, " + model);
        if (bases.put(model, value) != null) {
            throw new IllegalArgumentException("prices names " + model + " twice");
        }
    }

    private static void requireBase(long credits, String key) {
        if (credits < 1 || credits > MOST_CREDITS) {
            throw new IllegalArgumentException(key + " is 1 to " + MOST_CREDITS + " credits, not " + credits);
        }
    }
}
