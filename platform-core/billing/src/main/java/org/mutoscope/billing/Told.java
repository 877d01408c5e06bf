package org.mutoscope.billing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;

/**
 * What a store told of a purchase.
 *
 * @param subscriptionId with the three moments, if it pays a period of a plan; else null
 * @param paidAt when the store first vouched for this end of the period
 */
record Told(PurchaseFact fact, String subscriptionId, Instant startsAt, Instant expiresAt, Instant paidAt) {
    static Told of(PurchaseFact fact) {
        return new Told(fact, null, null, null, null);
    }

    static Told of(PlanPeriod period) {
        return new Told(
                period.purchase(),
                period.subscriptionId(),
                period.startsAt(),
                micros(period.expiresAt()),
                micros(period.purchase().signedAt()));
    }

    /** What an outcome vouches for; null if it vouches for nothing. */
    static Told of(ProofOutcome outcome) {
        if (outcome instanceof ProofOutcome.Verified verified) {
            return of(verified.fact());
        }
        return outcome instanceof ProofOutcome.VerifiedPeriod verified ? of(verified.period()) : null;
    }

    /**
     * What is known after more was told. The state that was signed later counts, of two signed at one moment the one that takes back more, as
     * the ledger has it; a period's end moves forward only. So the order of telling does not matter.
     */
    Told and(Told more) {
        PurchaseFact state = newer(more.fact) ? more.fact : fact;
        Optional<String> name = fact.accountId().or(more.fact::accountId);
        PurchaseFact known = new PurchaseFact(
                fact.purchaseId(),
                fact.environment(),
                fact.productId(),
                fact.quantity(),
                name,
                state.paidMinor(),
                state.currency(),
                state.revokedPer100000(),
                state.signedAt());
        if (more.expiresAt == null || expiresAt != null && expiresAt.isAfter(more.expiresAt)) {
            return new Told(known, subscriptionId, startsAt, expiresAt, paidAt);
        }
        boolean sooner = more.expiresAt.equals(expiresAt) && paidAt.isBefore(more.paidAt);
        return new Told(known, more.subscriptionId, more.startsAt, more.expiresAt, sooner ? paidAt : more.paidAt);
    }

    private boolean newer(PurchaseFact more) {
        int later = micros(more.signedAt()).compareTo(micros(fact.signedAt()));
        return later > 0 || later == 0 && more.revokedPer100000() > fact.revokedPer100000();
    }

    /** As databases keep moments. */
    static Instant micros(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}
