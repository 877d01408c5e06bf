package org.mutoscope.events;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mutoscope.core.events.Webhooks.Delivery;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/**
 * The tables {@code webhook_event} and {@code webhook_delivery}.
 *
 * <pre>
 * PENDING -2xx-> DELIVERED
 * PENDING -anything else-> PENDING, later -72 h after it was first due-> FAILED
 * DELIVERED, FAILED -replay-> PENDING
 * </pre>
 */
final class DeliveryTable {
    private static final int LONGEST_PROBLEM = 300;

    private DeliveryTable() {}

    /** What is to be sent now. @param firstAt when it was first due */
    record Due(String endpointId, String eventId, String body, int attempts, Instant firstAt) {}

    /** What came back. @param status 0 if nothing did @param problem null if it arrived */
    record Outcome(int status, String problem) {}

    static void event(Transaction tx, String id, String type, String body) {
        tx.update(
                "insert into webhook_event (id, type, body, created_at) values (?, ?, ?, ?)", id, type, body, tx.now());
    }

    static void insert(Transaction tx, String endpointId, String eventId) {
        tx.update(
                "insert into webhook_delivery (endpoint_id, event_id, state, first_at, next_at) values (?, ?, 'PENDING', ?, ?)",
                endpointId,
                eventId,
                tx.now(),
                tx.now());
    }

    /** Endpoints to which something is due, the one that waits longest first. */
    static List<String> dueEndpoints(Transaction tx, int most) {
        return tx.query(
                "select d.endpoint_id, min(d.next_at) due from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id"
                        + " where d.next_at <= ? and e.enabled and (e.rests_until is null or e.rests_until <= ?)"
                        + " group by d.endpoint_id order by due fetch first " + most + " rows only",
                row -> row.text("endpoint_id"),
                tx.now(),
                tx.now());
    }

    static Optional<Due> due(Transaction tx, String endpointId) {
        return tx.first(
                "select d.endpoint_id, d.event_id, v.body, d.attempts, d.first_at from webhook_delivery d"
                        + " join webhook_event v on v.id = d.event_id where d.endpoint_id = ? and d.next_at <= ?"
                        + " order by d.next_at, v.seq fetch first 1 rows only",
                row -> new Due(
                        row.text("endpoint_id"),
                        row.text("event_id"),
                        row.text("body"),
                        (int) row.number("attempts"),
                        row.moment("first_at")),
                endpointId,
                tx.now());
    }

    static void delivered(Transaction tx, Due due, Outcome outcome) {
        tx.update(
                "update webhook_delivery set state = 'DELIVERED', attempts = attempts + 1, next_at = null, status = ?, problem = null"
                        + " where endpoint_id = ? and event_id = ? and state = 'PENDING'",
                outcome.status(),
                due.endpointId(),
                due.eventId());
    }

    /** @param next when it is tried again, or null if it is given up */
    static void missed(Transaction tx, Due due, Outcome outcome, Instant next) {
        String problem = outcome.problem();
        tx.update(
                "update webhook_delivery set state = ?, attempts = attempts + 1, next_at = ?, status = ?, problem = ?"
                        + " where endpoint_id = ? and event_id = ? and state = 'PENDING'",
                next == null ? "FAILED" : "PENDING",
                next,
                outcome.status(),
                problem.length() > LONGEST_PROBLEM ? problem.substring(0, LONGEST_PROBLEM) : problem,
                due.endpointId(),
                due.eventId());
    }

    static List<Delivery> list(Transaction tx, String endpointId, int limit) {
        return tx.query(
                "select d.event_id, v.type, d.state, d.attempts, v.created_at, d.next_at, d.status, d.problem from webhook_delivery d"
                        + " join webhook_event v on v.id = d.event_id where d.endpoint_id = ? order by v.seq desc fetch first "
                        + limit + " rows only",
                DeliveryTable::delivery,
                endpointId);
    }

    /** Sends one event again, whatever became of it. @return how many */
    static int again(Transaction tx, String endpointId, String eventId) {
        return tx.update(
                "update webhook_delivery set state = 'PENDING', attempts = 0, first_at = ?, next_at = ?"
                        + " where endpoint_id = ? and event_id = ?",
                tx.now(),
                tx.now(),
                endpointId,
                eventId);
    }

    /** Sends again what has not arrived since a moment. @return how many */
    static int again(Transaction tx, String endpointId, Instant since) {
        return tx.update(
                "update webhook_delivery set state = 'PENDING', attempts = 0, first_at = ?, next_at = ?"
                        + " where endpoint_id = ? and state <> 'DELIVERED'"
                        + " and event_id in (select id from webhook_event where created_at >= ?)",
                tx.now(),
                tx.now(),
                endpointId,
                since);
    }

    /** Gives up what was due before a moment and could not even be tried, its endpoint being switched off. */
    static void giveUp(Transaction tx, Instant firstBefore) {
        tx.update(
                "update webhook_delivery set state = 'FAILED', next_at = null, problem = coalesce(problem, 'the endpoint was switched off')"
                        + " where state = 'PENDING' and first_at < ?"
                        + " and endpoint_id in (select id from webhook_endpoint where not enabled)",
                firstBefore);
    }

    static void deleteOf(Transaction tx, String endpointId) {
        tx.update("delete from webhook_delivery where endpoint_id = ?", endpointId);
    }

    /** Forgets events made before a moment. @return how many */
    static int forget(Transaction tx, Instant before, int most) {
        List<String> old = tx.query(
                "select id from webhook_event where created_at < ? order by created_at fetch first " + most
                        + " rows only",
                row -> row.text("id"),
                before);
        for (String id : old) {
            tx.update("delete from webhook_delivery where event_id = ?", id);
            tx.update("delete from webhook_event where id = ?", id);
        }
        return old.size();
    }

    private static Delivery delivery(Row row) {
        return new Delivery(
                row.text("event_id"),
                row.text("type"),
                row.text("state").toLowerCase(Locale.ROOT),
                (int) row.number("attempts"),
                row.moment("created_at"),
                row.moment("next_at"),
                (int) row.number("status"),
                row.text("problem"));
    }
}
