package org.mutoscope.billing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The booked periods of one subscription, in whatever order they were told. What stands follows from the set alone: the period that began
 * last of those that were not taken back as a whole and not replaced. A period is replaced by one of another product that began inside it.
 */
record Timeline(List<Entry> periods) {
    private static final Comparator<Entry> BY_BEGIN = Comparator.comparing(
                    (Entry entry) -> entry.told().startsAt())
            .thenComparing(entry -> entry.told().expiresAt())
            .thenComparing(entry -> entry.fact().purchaseId());

    /** The period by which the account has its plan; it may be over. */
    Optional<Entry> standing() {
        return periods.stream()
                .filter(entry -> entry.fact().revokedPer100000() < 100_000)
                .filter(entry -> !replaced(entry))
                .max(BY_BEGIN);
    }

    private boolean replaced(Entry entry) {
        return periods.stream().anyMatch(other -> {
            Instant begin = other.told().startsAt();
            return !other.fact().productId().equals(entry.fact().productId())
                    && begin.isAfter(entry.told().startsAt())
                    && begin.isBefore(entry.told().expiresAt());
        });
    }

    /** Whether a plan that this cause brought is one of this subscription. */
    boolean brought(String cause) {
        return periods.stream().anyMatch(entry -> entry.cause().equals(cause));
    }
}
