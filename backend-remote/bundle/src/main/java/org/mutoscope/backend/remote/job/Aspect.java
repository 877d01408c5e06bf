package org.mutoscope.backend.remote.job;

import java.math.BigInteger;
import org.mutoscope.api.media.FrameSize;

/** A size in the words of services that want a shape and a class of resolution. */
public final class Aspect {
    private Aspect() {}

    /** The shape in lowest terms: {@code 16:9}. */
    public static String ratio(FrameSize size) {
        int divisor = BigInteger.valueOf(size.width())
                .gcd(BigInteger.valueOf(size.height()))
                .intValueExact();
        return size.width() / divisor + ":" + size.height() / divisor;
    }

    /** The class by the shorter side: {@code 720p}; {@code 4k} from 2160 on. */
    public static String resolution(FrameSize size) {
        int side = Math.min(size.width(), size.height());
        return side >= 2160 ? "4k" : side + "p";
    }
}
