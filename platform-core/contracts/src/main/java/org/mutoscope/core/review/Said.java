package org.mutoscope.core.review;

import java.util.List;
import java.util.Objects;
import org.mutoscope.api.guard.Finding;

/**
 * What a guard said of an order.
 *
 * @param guard its name, {@code id (bundle@version)}
 * @param reason why a person must look; null if it passed the order
 * @param findings what it found in the text
 */
public record Said(String guard, String reason, List<Finding> findings) {
    /** Copies the list. */
    public Said {
        Objects.requireNonNull(guard);
        findings = List.copyOf(findings);
    }
}
