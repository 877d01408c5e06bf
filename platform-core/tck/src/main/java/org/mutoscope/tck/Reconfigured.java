package org.mutoscope.tck;

import java.util.Map;

/**
 * Another configuration: one under which the good proof is no longer good, because it names another key, another store or another product.
 *
 * @param configuration properties by PID, in place of {@link BillingSpecimen#configuration}
 * @param goodProof a proof that is good under it, and not under the first
 */
public record Reconfigured(Map<String, Map<String, Object>> configuration, String goodProof) {
    /** Copies the configuration. */
    public Reconfigured {
        configuration = Map.copyOf(configuration);
    }
}
