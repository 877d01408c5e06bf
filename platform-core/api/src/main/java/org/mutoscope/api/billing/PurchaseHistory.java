package org.mutoscope.api.billing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Optional second service of a billing provider: lists what happened since a moment, so that lost notices are found. */
@ConsumerType
public interface PurchaseHistory {
    /**
     * Reads one page.
     *
     * @param since earliest change wanted
     * @param page where the page before ended; empty for the first
     */
    Page changes(Instant since, Optional<String> page, BillingContext context) throws InterruptedException;

    /**
     * A page of changes.
     *
     * @param changes each as a notice would have told it, oldest first
     * @param next how to ask for the next page; empty at the end
     */
    record Page(List<NoticeReading> changes, Optional<String> next) {
        /** Copies the list. */
        public Page {
            changes = List.copyOf(changes);
        }
    }
}
