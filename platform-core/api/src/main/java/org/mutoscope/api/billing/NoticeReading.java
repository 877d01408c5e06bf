package org.mutoscope.api.billing;

import java.util.List;
import java.util.Objects;

/**
 * What a notice says.
 *
 * @param eventId the store's id of the event, equal when the notice is delivered again, at most 96 characters
 * @param type the store's own name of the type, at most 48 characters; kept also when nothing follows from it
 * @param recognised false if the type is unknown to this provider: the host keeps the notice and alarms the operator
 * @param purchases states of purchases
 * @param periods paid periods of subscriptions
 * @param signals what else it tells
 */
public record NoticeReading(
        String eventId,
        String type,
        boolean recognised,
        List<PurchaseFact> purchases,
        List<PlanPeriod> periods,
        List<StoreSignal> signals) {
    /** Copies the lists. @throws IllegalArgumentException if the id or the type is too long */
    public NoticeReading {
        if (eventId.isBlank() || eventId.length() > 96 || type.length() > 48) {
            throw new IllegalArgumentException("event ids have 1 to 96 characters, types at most 48");
        }
        Objects.requireNonNull(type);
        purchases = List.copyOf(purchases);
        periods = List.copyOf(periods);
        signals = List.copyOf(signals);
    }

    /**
     * A reading of nothing but states of purchases.
     *
     * @param eventId the store's id of the event
     * @param type the store's own name of the type
     */
    public static NoticeReading of(String eventId, String type, List<PurchaseFact> purchases) {
        return new NoticeReading(eventId, type, true, purchases, List.of(), List.of());
    }
}
