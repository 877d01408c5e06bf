package org.mutoscope.backend.remote.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mutoscope.api.media.FrameSize;

/**
 * What a service asks for a clip, in micros (millionths) of a US dollar. Integers only. Immutable.
 *
 * @param perSecond micros of one second by {@code SIZE}, {@code SIZE+audio}, {@code *} or {@code *+audio}
 * @param perClip the same for a whole clip; both are added
 */
public record PriceRule(Map<String, Long> perSecond, Map<String, Long> perClip) {
    private static final String SOUND = "+audio";
    /** Nothing costs more than $10,000: a larger number is a slip of the pen. */
    private static final long MOST = 10_000_000_000L;

    /** Copies the maps. */
    public PriceRule {
        perSecond = Map.copyOf(perSecond);
        perClip = Map.copyOf(perClip);
    }

    /**
     * Reads two tables, each written {@code SIZE:MICROS|SIZE+audio:MICROS|*:MICROS}; empty for none.
     *
     * @throws IllegalArgumentException if one has another form
     */
    public static PriceRule of(String seconds, String clips) {
        return new PriceRule(table(seconds), table(clips));
    }

    private static Map<String, Long> table(String text) {
        Map<String, Long> table = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split("\\|")) {
            if (!part.matches("(\\*|[0-9]{1,4}x[0-9]{1,4})(\\+audio)?:[0-9]{1,11}")) {
                throw new IllegalArgumentException(
                        "a price is written SIZE:MICROS or SIZE+audio:MICROS, * for any size, not " + part);
            }
            int colon = part.indexOf(':');
            long micros = Long.parseLong(part.substring(colon + 1));
            if (micros > MOST) {
                throw new IllegalArgumentException("a price is at most " + MOST + " micros, not " + micros);
            }
            table.put(part.substring(0, colon), micros);
        }
        return table;
    }

    /** Whether the service takes nothing at all. */
    public boolean free() {
        return perSecond.values().stream().allMatch(m -> m == 0)
                && perClip.values().stream().allMatch(m -> m == 0);
    }

    /** Whether clips of a size have a price; one that has none would be given away. */
    public boolean covers(FrameSize size, boolean audio) {
        return perSecond.isEmpty() && perClip.isEmpty()
                || found(perSecond, size, audio) >= 0
                || found(perClip, size, audio) >= 0;
    }

    /** Micros of a clip. */
    public long micros(FrameSize size, boolean audio, int seconds) {
        long second = Math.max(0, found(perSecond, size, audio));
        long clip = Math.max(0, found(perClip, size, audio));
        return Math.addExact(Math.multiplyExact(second, (long) seconds), clip);
    }

    /** The most exact line counts; -1 if there is none. */
    private static long found(Map<String, Long> table, FrameSize size, boolean audio) {
        for (String key :
                audio ? new String[] {size + SOUND, "*" + SOUND, size + "", "*"} : new String[] {size + "", "*"}) {
            if (table.containsKey(key)) {
                return table.get(key);
            }
        }
        return -1;
    }

    /** For people: {@code per second *:100000}. */
    @Override
    public String toString() {
        String seconds = perSecond.isEmpty() ? "" : "per second " + perSecond;
        String clips = perClip.isEmpty() ? "" : "per clip " + perClip;
        return (seconds + " " + clips).isBlank() ? "free" : (seconds + " " + clips).strip();
    }
}
