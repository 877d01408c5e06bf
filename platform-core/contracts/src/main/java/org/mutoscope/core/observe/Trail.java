package org.mutoscope.core.observe;

import java.util.Optional;
import java.util.regex.Pattern;

/** The trace that the request which this thread answers belongs to. Set where requests come in, read where a job is made of one. */
public final class Trail {
    private static final Pattern PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.{0,200})?");
    private static final ThreadLocal<String> HERE = new ThreadLocal<>();

    private Trail() {}

    /**
     * Sets it for this thread, in the place of another.
     *
     * @param traceparent header of the request, or null; what W3C Trace Context does not allow counts as none
     */
    public static void set(String traceparent) {
        if (valid(traceparent)) {
            HERE.set(traceparent.substring(0, 55)); // later versions may append what we do not know
        } else {
            HERE.remove();
        }
    }

    /** The header, 55 characters. */
    public static Optional<String> here() {
        return Optional.ofNullable(HERE.get());
    }

    /** Whether it is a header that W3C Trace Context allows; version 00 ends after the flags. */
    public static boolean valid(String traceparent) {
        return traceparent != null
                && PARENT.matcher(traceparent).matches()
                && (!traceparent.startsWith("00") || traceparent.length() == 55);
    }
}
