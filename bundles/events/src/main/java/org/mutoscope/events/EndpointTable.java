package org.mutoscope.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.events.Webhooks.Endpoint;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table {@code webhook_endpoint}. */
final class EndpointTable {
    private static final String SELECT =
            "select id, seq, account_id, name, url, event_types, secret, old_secret, old_until, enabled, note, failures,"
                    + " rests_until, created_at, updated_at from webhook_endpoint";
    private static final int HINT = 4;

    private EndpointTable() {}

    /** An endpoint as it is kept. */
    record Kept(String accountId, Endpoint endpoint, Secrets secrets, int failures, long seq) {}

    /** What signs. @param old null, or one that signs as well until a moment */
    record Secrets(String current, String old, Instant oldUntil) {
        List<String> at(Instant now) {
            return old != null && now.isBefore(oldUntil) ? List.of(current, old) : List.of(current);
        }
    }

    static void insert(Transaction tx, String accountId, Endpoint endpoint, String secret) {
        tx.update(
                "insert into webhook_endpoint (id, account_id, name, url, event_types, secret, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                endpoint.id(),
                accountId,
                endpoint.name(),
                endpoint.url(),
                String.join(" ", endpoint.eventTypes()),
                secret,
                endpoint.createdAt(),
                endpoint.updatedAt());
    }

    static long count(Transaction tx, String accountId) {
        return tx.first(
                        "select count(*) n from webhook_endpoint where account_id = ?",
                        row -> row.number("n"),
                        accountId)
                .orElse(0L);
    }

    static Optional<Kept> find(Transaction tx, String id) {
        return tx.first(SELECT + " where id = ?", EndpointTable::kept, id);
    }

    static List<Kept> ofAccount(Transaction tx, String accountId) {
        return tx.query(SELECT + " where account_id = ? order by seq", EndpointTable::kept, accountId);
    }

    static List<Kept> all(Transaction tx) {
        return tx.query(SELECT + " order by seq", EndpointTable::kept);
    }

    static List<Kept> page(Transaction tx, String accountId, Long afterSeq, Paging paging) {
        String beyond = afterSeq == null ? "" : paging.newestFirst() ? " and seq < ?" : " and seq > ?";
        String sql = SELECT + " where account_id = ?" + beyond + " order by seq" + (paging.newestFirst() ? " desc" : "")
                + " fetch first " + paging.limit() + " rows only";
        return afterSeq == null
                ? tx.query(sql, EndpointTable::kept, accountId)
                : tx.query(sql, EndpointTable::kept, accountId, afterSeq);
    }

    /** How much of a list, and which end first. */
    record Paging(int limit, boolean newestFirst) {}

    /** Takes another name, address and list of events; whatever was wrong with it before is forgotten. */
    static void change(Transaction tx, Endpoint endpoint) {
        tx.update(
                "update webhook_endpoint set name = ?, url = ?, event_types = ?, enabled = true, note = null, failures = 0,"
                        + " rests_until = null, updated_at = ? where id = ?",
                endpoint.name(),
                endpoint.url(),
                String.join(" ", endpoint.eventTypes()),
                tx.now(),
                endpoint.id());
    }

    static void secrets(Transaction tx, String id, Secrets secrets) {
        tx.update(
                "update webhook_endpoint set secret = ?, old_secret = ?, old_until = ?, updated_at = ? where id = ?",
                secrets.current(),
                secrets.old(),
                secrets.oldUntil(),
                tx.now(),
                id);
    }

    static void arrived(Transaction tx, String id) {
        tx.update("update webhook_endpoint set failures = 0, rests_until = null where id = ? and failures > 0", id);
    }

    static void failed(Transaction tx, Kept kept) {
        tx.update(
                "update webhook_endpoint set failures = failures + 1, rests_until = ? where id = ?",
                tx.now().plus(Backoff.rest(kept.failures() + 1)),
                kept.endpoint().id());
    }

    static void switchOff(Transaction tx, String id, String note) {
        tx.update(
                "update webhook_endpoint set enabled = false, note = ?, updated_at = ? where id = ?",
                note,
                tx.now(),
                id);
    }

    static void delete(Transaction tx, String id) {
        tx.update("delete from webhook_endpoint where id = ?", id);
    }

    static String hint(String secret) {
        return secret.substring(secret.length() - HINT);
    }

    private static Kept kept(Row row) {
        String secret = row.text("secret");
        Endpoint endpoint = new Endpoint(
                row.text("id"),
                row.text("name"),
                row.text("url"),
                List.of(row.text("event_types").split(" ")),
                hint(secret),
                row.flag("enabled"),
                row.text("note"),
                row.moment("created_at"),
                row.moment("updated_at"));
        return new Kept(
                row.text("account_id"),
                endpoint,
                new Secrets(secret, row.text("old_secret"), row.moment("old_until")),
                (int) row.number("failures"),
                row.number("seq"));
    }
}
