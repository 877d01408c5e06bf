package org.mutoscope.core.events;

import java.time.Instant;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Webhooks by the <a href="https://www.standardwebhooks.com/">Standard Webhooks</a> rules: endpoints of accounts, and what was sent to them. Every event is
 * delivered at least once within 72 hours if the endpoint answers 2xx; the id of an event is the same at each attempt. Safe for use by several threads.
 */
@ProviderType
public interface Webhooks {
    /** Names of the events that this caller may ask for. */
    List<String> eventTypes(Caller caller);

    /**
     * Makes an endpoint.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_webhook}, {@code address_refused}, {@code too_many_webhooks}
     */
    Secret create(Caller caller, Wanted wanted);

    /** Endpoints of an account, by time of making. @param after id of the last one seen, or null @param limit 0 to 100 */
    List<Endpoint> list(String accountId, String after, int limit, boolean newestFirst);

    /** @throws org.mutoscope.core.problem.Problem {@code webhook_not_found} */
    Endpoint find(String accountId, String id);

    /**
     * Changes an endpoint; one that was switched off is switched on again.
     *
     * @param wanted null where it stays
     * @throws org.mutoscope.core.problem.Problem as {@link #create}; {@code webhook_not_found}
     */
    Endpoint update(Caller caller, String id, Wanted wanted);

    /** Ends an endpoint and what was still to be sent to it. @throws org.mutoscope.core.problem.Problem {@code webhook_not_found} */
    void delete(Caller caller, String id);

    /**
     * Gives an endpoint another secret.
     *
     * @param keepOld whether messages are signed with the old one too for 24 hours
     * @throws org.mutoscope.core.problem.Problem {@code webhook_not_found}
     */
    Secret rotate(Caller caller, String id, boolean keepOld);

    /**
     * Sends an example now and waits for the answer.
     *
     * @return HTTP status, 200 to 299
     * @throws org.mutoscope.core.problem.Problem {@code webhook_not_found}, {@code invalid_webhook} for an unknown type, {@code webhook_failed} saying what
     *     came back
     */
    int test(String accountId, String id, String eventType);

    /** What was, and is to be, sent to an endpoint, newest first. @throws org.mutoscope.core.problem.Problem {@code webhook_not_found} */
    List<Delivery> deliveries(String accountId, String id, int limit);

    /**
     * Sends again, from the beginning of the schedule, what has not arrived since a moment; or one event, whether it arrived or not.
     *
     * @param eventId one event, or null
     * @param since for all that did not arrive; ignored with an event
     * @return how many will be sent
     * @throws org.mutoscope.core.problem.Problem {@code webhook_not_found}
     */
    int replay(Caller caller, String id, String eventId, Instant since);

    /** What an endpoint is to be. @param url {@code https} or {@code http} */
    record Wanted(String name, String url, List<String> eventTypes) {
        /** Copies the list. */
        public Wanted {
            eventTypes = eventTypes == null ? null : List.copyOf(eventTypes);
        }
    }

    /** An endpoint. @param hint last four letters of its secret @param enabled false once it was switched off because nothing arrived @param note why, or null */
    record Endpoint(
            String id,
            String name,
            String url,
            List<String> eventTypes,
            String hint,
            boolean enabled,
            String note,
            Instant createdAt,
            Instant updatedAt) {
        /** Copies the list. */
        public Endpoint {
            eventTypes = List.copyOf(eventTypes);
        }
    }

    /** An endpoint with its secret, which is told this once. */
    record Secret(Endpoint endpoint, String secret) {}

    /**
     * One event for one endpoint.
     *
     * @param state pending, delivered or failed
     * @param nextAt when it is tried next; null unless pending
     * @param status of the last answer; 0 if there was none
     * @param problem what was wrong last; null if nothing
     */
    record Delivery(
            String eventId,
            String type,
            String state,
            int attempts,
            Instant createdAt,
            Instant nextAt,
            int status,
            String problem) {}
}
