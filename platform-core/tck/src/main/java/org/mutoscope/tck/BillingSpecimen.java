package org.mutoscope.tck;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseFact;

/**
 * The provider under test and what its store would say: the one thing a partner writes. What is left at its default is not declared, and the
 * contracts about it are reported as such.
 */
public interface BillingSpecimen {
    /** A new provider, as after a restart; it asks the store double that the specimen was made for. */
    BillingProvider provider();

    /** A proof that is good. */
    String goodProof();

    /** What the good proof states. {@code signedAt} is not compared. */
    PurchaseFact goodFact();

    /** Proofs that look good and are not: a changed letter, another key, another's signature. At least one. */
    List<String> forgedProofs();

    /** Genuine proofs of another environment or another app: none may become a production purchase. */
    default List<String> foreignProofs() {
        return List.of();
    }

    /** What the operator stored for the provider, by name without the provider's id. Values of 8 characters or more are looked for in logs. */
    default Map<String, String> secrets() {
        return Map.of();
    }

    /** Whether {@link BillingProvider#lookup} asks the store over HTTP. If so, stock the store double with the good purchase. */
    default boolean asksStore() {
        return false;
    }

    /** Genuine notices about purchases, each another event, oldest first. */
    default List<SentNotice> notices() {
        return List.of();
    }

    /** Notices that look genuine and are not. At least one if {@link #notices} has any. */
    default List<SentNotice> forgedNotices() {
        return List.of();
    }

    /** A genuine notice of a type that the provider does not know. */
    default Optional<SentNotice> unknownNotice() {
        return Optional.empty();
    }

    /** Configuration that the bundle needs to serve, by PID. */
    default Map<String, Map<String, Object>> configuration() {
        return Map.of();
    }
}
