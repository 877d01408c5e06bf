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

    /**
     * Another service of the provider: {@code PurchaseHistory}, {@code RefundAnswers}, {@code Subscriptions}. By default the provider itself, if it is one.
     *
     * @param provider as {@link #provider} gave it
     * @return empty if it does not offer this
     */
    default <T> Optional<T> offers(Class<T> type, BillingProvider provider) {
        return Optional.of(provider).filter(type::isInstance).map(type::cast);
    }

    /** Ids of purchases that the provider's history tells of after the good proof was verified and the notices were read. For a provider that offers a history. */
    default List<String> pastPurchases() {
        return List.of();
    }

    /** Id of a purchase about which one of the {@link #notices} asks before it is refunded. For a provider that offers refund answers. */
    default Optional<String> questionedPurchase() {
        return Optional.empty();
    }

    /** The store's id of a subscription of which at least one period is paid. For a provider that offers subscriptions. */
    default Optional<String> subscription() {
        return Optional.empty();
    }

    /** What changes when the operator changes the bundle's configuration. */
    default Optional<Reconfigured> reconfigured() {
        return Optional.empty();
    }

    /** Names of the threads of your own stand-ins, as a regular expression: they are no threads that the bundle left behind. */
    default String standInThreads() {
        return "";
    }

    /** Configuration that the bundle needs to serve, by PID. */
    default Map<String, Map<String, Object>> configuration() {
        return Map.of();
    }
}
