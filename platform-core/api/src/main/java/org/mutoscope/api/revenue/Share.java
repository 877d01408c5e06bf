package org.mutoscope.api.revenue;

import java.util.Objects;

/**
 * A part for one holder.
 *
 * @param holder account of the holder
 * @param amount in the unit of the facts, at least 1
 * @param reason short name in snake_case, shown in statements
 */
public record Share(String holder, long amount, String reason) {
    /** @throws IllegalArgumentException if the amount is below 1 */
    public Share {
        Objects.requireNonNull(holder);
        Objects.requireNonNull(reason);
        if (amount < 1) {
            throw new IllegalArgumentException("a share is at least 1");
        }
    }
}
