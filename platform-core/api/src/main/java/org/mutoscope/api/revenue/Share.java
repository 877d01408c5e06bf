package org.mutoscope.api.revenue;

import java.util.Objects;

/**
 * A part for one holder.
 *
 * @param holder account of the holder, or {@link #VIDEO}
 * @param amount in the unit of the facts, at least 1
 * @param reason short name in snake_case, shown in statements
 * @param cause what it is for, shown in statements: a grant, the line of an import; may be empty
 */
public record Share(String holder, long amount, String reason, String cause) {
    /** In place of an account: all holders of the video, by its split. The host divides the worth, so that whole credits need not be cut. */
    public static final String VIDEO = "*";

    /** @throws IllegalArgumentException if the amount is below 1 */
    public Share {
        Objects.requireNonNull(holder);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(cause);
        if (amount < 1) {
            throw new IllegalArgumentException("a share is at least 1");
        }
    }

    /** A share whose cause is what the facts are about. */
    public Share(String holder, long amount, String reason) {
        this(holder, amount, reason, "");
    }
}
