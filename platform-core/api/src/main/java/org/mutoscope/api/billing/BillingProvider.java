package org.mutoscope.api.billing;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows one store or payment service. It turns proofs and notices into facts; the host alone grants and revokes credits.
 * With no provider installed, credits that exist can still be spent. Must be safe for use by several threads.
 */
@ConsumerType
public interface BillingProvider {
    /** Service property (String, required): stable name of the provider, lower-case letters, digits and dashes, at most 16. Equal in all versions. */
    String ID = "mutoscope.billing.id";

    /**
     * Checks what a client sent as proof of a purchase. May ask the store; the host sets a deadline and interrupts.
     *
     * @return never a guess: what cannot be established is {@link ProofOutcome.Unknown}
     */
    ProofOutcome verify(PurchaseProof proof, BillingContext context) throws InterruptedException;

    /**
     * Reads a notice that the store sent, after the host has stored it. Must give the same reading each time it is asked.
     *
     * @return what it says, possibly nothing of consequence
     * @throws NoticeRefused if it is not from the store (bad signature) or its form is unknown
     */
    NoticeReading interpret(ProviderNotice notice, BillingContext context) throws NoticeRefused, InterruptedException;

    /** Asks the store for the present state of a purchase. */
    ProofOutcome lookup(String purchaseId, BillingContext context) throws InterruptedException;

    /**
     * Tells that a purchase is booked and durable; a store that waits for it (a transaction to finish, a purchase to acknowledge) is told now.
     * Called at least once for each purchase, after the booking, never before.
     *
     * @return false if the store could not be reached: the host calls again later
     */
    default boolean settled(PurchaseFact fact, BillingContext context) throws InterruptedException {
        return true;
    }
}
