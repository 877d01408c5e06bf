package org.mutoscope.api.licensing;

import java.util.Objects;

/**
 * A fee for one use, held and captured with the clip.
 *
 * @param holder account of the holder
 * @param grantId grant that sets it
 * @param credits at least 1
 */
public record LicenceFee(String holder, String grantId, long credits) {
    /** @throws IllegalArgumentException if the fee is below 1 */
    public LicenceFee {
        Objects.requireNonNull(holder);
        Objects.requireNonNull(grantId);
        if (credits < 1) {
            throw new IllegalArgumentException("a fee is at least 1 credit");
        }
    }
}
