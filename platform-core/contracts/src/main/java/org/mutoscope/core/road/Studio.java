package org.mutoscope.core.road;

import java.util.Map;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.ledger.Prices;
import org.osgi.annotation.versioning.ProviderType;

/** The front end of the road: takes requests for clips. Safe for use by several threads. */
@ProviderType
public interface Studio {
    /**
     * Admits a request: account, guards, licences, price, hold, queue; durable on return. A request that was seen before (same
     * idempotency key, or a client's own retry) gives the job it made then.
     *
     * @throws org.mutoscope.core.problem.Problem any of the user's errors; nothing was stored then
     */
    Submitted submit(Submission submission);

    /** Fixes a price without submitting. */
    Prices.Quote quote(Submission submission);

    /** Why no job can be admitted now, sentences for the operator; empty when one can. */
    java.util.List<String> obstacles();

    /** What of disk space is short for another clip, a sentence for the operator; empty when there is room. One of the {@link #obstacles}. */
    java.util.Optional<String> shortage();

    /**
     * A request for a clip.
     *
     * @param accountId who pays
     * @param model name or alias; null for the default
     * @param prompt what to show
     * @param seconds length, null for the default
     * @param size {@code WIDTHxHEIGHT}, null for the default
     * @param parameters what the platform does not know itself, {@code seed} included
     * @param quoteId price to hold to, or null
     * @param repeat how to recognise a repetition
     */
    record Submission(
            String accountId,
            String model,
            String prompt,
            String seconds,
            String size,
            Map<String, String> parameters,
            String quoteId,
            Repeat repeat) {
        /** Copies the map. */
        public Submission {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * How to recognise a repetition.
     *
     * @param idempotencyKey the client's key, 1 to 255 characters, or null
     * @param clientRetry whether the client says that it sends this again
     * @param contentHash SHA-256 of the request's content without its encoding, 64 hexadecimal digits
     */
    record Repeat(String idempotencyKey, boolean clientRetry, String contentHash) {}

    /** What came of it. @param repeated whether it is the job of an earlier request */
    record Submitted(Job job, boolean repeated) {}
}
