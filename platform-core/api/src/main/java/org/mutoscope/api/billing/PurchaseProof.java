package org.mutoscope.api.billing;

import org.osgi.annotation.versioning.ProviderType;

/** What a client sent to show that something was bought. */
@ProviderType
public interface PurchaseProof {
    /** The account that sent it; the fact may name another. */
    String accountId();

    /** The proof as the store made it (a signed transaction, a session id, a voucher code), 1 to 65,536 bytes. Never log it. */
    String content();
}
