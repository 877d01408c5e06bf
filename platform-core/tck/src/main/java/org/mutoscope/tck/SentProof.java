package org.mutoscope.tck;

import org.mutoscope.api.billing.PurchaseProof;

/**
 * A proof as a client would send it.
 *
 * @param accountId who sent it
 * @param content the proof
 */
public record SentProof(String accountId, String content) implements PurchaseProof {}
