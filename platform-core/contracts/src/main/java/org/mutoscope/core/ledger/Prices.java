package org.mutoscope.core.ledger;

import java.time.Instant;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** What clips cost. */
@ProviderType
public interface Prices {
    /** Price by the table in force, in whole credits, at least 1. Pure. */
    Price price(String model, int seconds, FrameSize size);

    /** Fixes a price for ten minutes. */
    Quote quote(Transaction tx, String accountId, Price price);

    /**
     * Takes up a quote.
     *
     * @throws org.mutoscope.core.problem.Problem {@code quote_expired}, {@code quote_mismatch}
     */
    Quote redeem(Transaction tx, String accountId, String quoteId, Price now);

    /** What one clip costs. @param version of the table */
    record Price(String model, int seconds, FrameSize size, long credits, String version) {}

    /** A price that stands until {@code expiresAt}. */
    record Quote(String id, Price price, Instant expiresAt) {}
}
