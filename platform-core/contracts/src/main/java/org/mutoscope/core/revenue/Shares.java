package org.mutoscope.core.revenue;

import java.util.List;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** What the road tells of a clip that was made and paid. Safe for use by several threads. */
@ProviderType
public interface Shares {
    /**
     * Part of the settlement's transaction, after the capture: writes the split of the video, and sets aside what its fees are worth. The models
     * are asked when the transaction is durable; until then the amount is in suspense. The same clip again changes nothing.
     */
    void captured(Transaction tx, Clip clip);

    /**
     * A clip that was made.
     *
     * @param accountId who paid and made it
     * @param credits captured, may be 0
     * @param fees that were captured with it; the last credits of the capture in the order of spending
     */
    record Clip(String jobId, String accountId, long credits, List<LicenceFee> fees) {
        /** Copies the list. */
        public Clip {
            fees = List.copyOf(fees);
        }
    }
}
