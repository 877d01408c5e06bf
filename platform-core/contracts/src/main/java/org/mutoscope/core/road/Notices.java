package org.mutoscope.core.road;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What stores send, and what an operator sees of it. A notice is stored, then answered, then read by its provider, whenever that is there.
 * Safe for use by several threads.
 *
 * <pre>
 * RECEIVED -read-> DONE                       -its provider is not there-> PROVIDER_ABSENT -it returns-> as RECEIVED
 *          -not from the store-> REFUSED      -its provider failed-> WAITING -after a pause-> as RECEIVED
 *          -type nobody knows-> UNKNOWN_TYPE  (what is known of it was done; the operator is alarmed)
 * </pre>
 */
@ProviderType
public interface Notices {
    /** Where a notice is. */
    enum State {
        /** Stored, not read yet. */
        RECEIVED,
        /** Its provider failed; it is read again later. */
        WAITING,
        /** Its provider is not there; it is read when it returns. */
        PROVIDER_ABSENT,
        /** Read, and done what follows. */
        DONE,
        /** Not from the store, or contradicting what is on record. */
        REFUSED,
        /** Of a type that its provider does not know. */
        UNKNOWN_TYPE
    }

    /**
     * Stores a notice; durable when it returns.
     *
     * @param provider the provider's id
     * @param headers names in lower case
     * @param body at most 1 MiB
     * @return the notice's number
     * @throws org.mutoscope.core.problem.Problem {@code provider_not_found} if no such provider was ever installed,
     *     {@code request_too_large}
     */
    long receive(String provider, Map<String, String> headers, byte[] body);

    /** Notices, newest first, before a number ({@code Long.MAX_VALUE} for the newest). */
    List<Notice> list(Optional<State> state, long before, int limit);

    /** Has a notice read again, whatever became of it. @return false if there is none of this number */
    boolean replay(long id);

    /** How the books stand: what each store's history brought, and what could not be booked and why. */
    Books books();

    /**
     * Asks the stores for the present state of each purchase of an account and brings the ledger to it.
     *
     * @return a sentence for each difference that was found; empty if there was none
     */
    List<String> reconcile(String accountId);

    /**
     * A notice.
     *
     * @param attempts how often it was given to its provider
     * @param nextTry when it is read next, if it waits
     * @param environment {@code production} or {@code sandbox}; null, as the next three, until it was read
     * @param note why it is where it is, or null
     */
    record Notice(
            long id,
            String provider,
            Instant receivedAt,
            State state,
            int attempts,
            Instant nextTry,
            String environment,
            String eventId,
            String type,
            String note) {}

    /**
     * How the books stand.
     *
     * @param providers every provider that was ever installed
     * @param open purchases that are not booked, oldest first, at most 1,000
     * @param differences purchases of which book and ledger say something else; empty, or something is broken
     */
    record Books(List<Reading> providers, List<Open> open, List<String> differences) {
        /** Copies the lists. */
        public Books {
            providers = List.copyOf(providers);
            open = List.copyOf(open);
            differences = List.copyOf(differences);
        }
    }

    /**
     * How far a store's history was read.
     *
     * @param present whether the provider is there
     * @param readTo up to when; null if never, or if the provider offers no history
     * @param fullAt when all of it was last read
     * @param missed events that the history brought and no notice had
     * @param note what went wrong last, or null
     */
    record Reading(String provider, boolean present, Instant readTo, Instant fullAt, long missed, String note) {}

    /** A purchase that is not booked. @param state UNASSIGNED, UNPRICED or SANDBOX @param accountId or null */
    record Open(
            String provider,
            String environment,
            String purchaseId,
            String productId,
            String accountId,
            String state,
            String note,
            Instant firstSeen) {}
}
