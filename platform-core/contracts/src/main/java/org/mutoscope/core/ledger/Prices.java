package org.mutoscope.core.ledger;

import java.time.Instant;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** What clips cost. */
@ProviderType
public interface Prices {
    /** Price of a clip without a sound track of its own by the table in force. */
    default Price price(String model, int seconds, FrameSize size) {
        return price(model, seconds, size, false);
    }

    /**
     * Price by the table in force, in whole credits, at least 1: base of the model x seconds x size x audio x demand, all exact, rounded up once.
     *
     * @param audio whether a sound track is asked for
     */
    Price price(String model, int seconds, FrameSize size, boolean audio);

    /** Fixes a price for ten minutes. */
    Quote quote(Transaction tx, String accountId, Price price);

    /**
     * Takes up a quote.
     *
     * @throws org.mutoscope.core.problem.Problem {@code quote_expired}, {@code quote_mismatch}
     */
    Quote redeem(Transaction tx, String accountId, String quoteId, Price now);

    /**
     * What one clip costs.
     *
     * @param version of the table, 1 to 40 characters
     * @param audio whether a sound track was asked for
     * @param standard what the standard clip costs by the same table, for lots with a price lock; 0 if that is not known
     */
    record Price(
            String model, int seconds, FrameSize size, long credits, String version, boolean audio, long standard) {
        /** A price without sound, and without the standard clip's. */
        public Price(String model, int seconds, FrameSize size, long credits, String version) {
            this(model, seconds, size, credits, version, false, 0);
        }

        /** The same with another sum: fees added. */
        public Price costing(long sum) {
            return new Price(model, seconds, size, sum, version, audio, standard);
        }

        /** The same with what the standard clip costs. */
        public Price besides(long standardClip) {
            return new Price(model, seconds, size, credits, version, audio, standardClip);
        }
    }

    /** A price that stands until {@code expiresAt}. */
    record Quote(String id, Price price, Instant expiresAt) {}
}
