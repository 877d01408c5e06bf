package org.mutoscope.core.ledger;

import java.time.Instant;
import java.util.List;
import org.mutoscope.api.plans.EligibilityState;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** Who was verified for which kind of plan. Safe for use by several threads. */
@ProviderType
public interface Eligibilities {
    /** Providers that can look into claims now, by id. */
    List<String> providers();

    /** What is known of an account. A verification whose time is over is {@code NONE}. */
    List<Eligibility> of(Transaction tx, String accountId);

    /**
     * Takes a claim to a provider and keeps the answer. Not inside a transaction. A claim of an account that is verified for this kind changes
     * nothing unless the answer is {@code VERIFIED} too: a refused second claim takes nothing away.
     *
     * @param provider id of the provider; null for the first that knows the kind
     * @throws org.mutoscope.core.problem.Problem {@code provider_not_found}, {@code invalid_request}, {@code account_not_found}
     */
    Eligibility claim(String accountId, String kind, String provider, String proof);

    /**
     * Writes an operator's own decision.
     *
     * @param until end of a verification; null for any other state
     * @throws org.mutoscope.core.problem.Problem {@code invalid_request}, {@code account_not_found}
     */
    Eligibility decide(Transaction tx, Decision decision);

    /** An operator's decision. @param reason for the person, at most 500 characters; may be empty */
    record Decision(String accountId, String kind, EligibilityState state, Instant until, String reason) {}

    /** What is known. @param provider who said so, {@code operator} for an operator @param message for the person; may be null */
    record Eligibility(
            String accountId,
            String kind,
            String provider,
            EligibilityState state,
            Instant validUntil,
            String message,
            Instant updatedAt) {}
}
