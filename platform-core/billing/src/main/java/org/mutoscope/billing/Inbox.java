package org.mutoscope.billing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of notices as they came. */
final class Inbox {
    /** Characters of a part: below what every database takes in one column. */
    private static final int PART = 60_000;

    private static final int MOST_HEADERS = 20_000;
    private static final String COLUMNS =
            "id, provider, received_at, state, attempts, next_try, env, event_id, type, note, body_hash, headers, replayed";
    private static final String INSERT =
            "insert into billing_notice (provider, received_at, headers, body_hash, state, next_try) values (?, ?, ?, ?, 'RECEIVED', ?)";
    private static final String INSERT_PART =
            "insert into billing_notice_part (notice_id, n, content) values (?, ?, ?)";
    private static final String DUE = "select " + COLUMNS + " from billing_notice where provider = ?"
            + " and state in ('RECEIVED', 'WAITING', 'PROVIDER_ABSENT') and next_try <= ? order by id limit ?";
    private static final String PARTS = "select content from billing_notice_part where notice_id = ? order by n";
    private static final String END =
            "update billing_notice set state = ?, attempts = ?, next_try = ?, replayed = false, env = ?, event_id = ?, type = ?, note = ?"
                    + " where id = ?";
    private static final String ABSENT =
            "update billing_notice set state = 'PROVIDER_ABSENT' where provider = ? and state in ('RECEIVED', 'WAITING')";
    private static final String REPLAY =
            "update billing_notice set state = 'RECEIVED', attempts = 0, next_try = ?, replayed = true where id = ?";
    private static final String LIST = "select " + COLUMNS + " from billing_notice where id < ?";
    private static final String OLD =
            "select id from billing_notice where state in ('DONE', 'REFUSED') and received_at < ? order by id limit 200";
    /** Anybody can send what is refused: the newest are enough to see what it is. */
    private static final String TOO_MANY =
            "select id from billing_notice where state = 'REFUSED' order by id desc limit 200 offset 1000";

    /** A notice in the inbox. */
    record Item(Notices.Notice shown, String hash, String headers, boolean replayed) {
        Item(Row row) {
            this(notice(row), row.text("body_hash"), row.text("headers"), row.flag("replayed"));
        }
    }

    /** What became of a notice. @param nextTry when to try again, if it waits */
    record End(Notices.State state, String env, String eventId, String type, String note, Instant nextTry) {}

    private record Kept(Map<String, String> headers, byte[] bytes, Instant at) implements ProviderNotice {
        @Override
        public byte[] body() {
            return bytes.clone();
        }

        @Override
        public Optional<Instant> receivedAt() {
            return Optional.of(at);
        }
    }

    long put(Transaction tx, String provider, Map<String, String> headers, byte[] body) {
        long id = tx.insert("id", INSERT, provider, tx.now(), lines(headers), Texts.sha256(body), tx.now());
        String content = Base64.getEncoder().encodeToString(body);
        for (int n = 0; n * PART < content.length(); n++) {
            tx.update(INSERT_PART, id, n, content.substring(n * PART, Math.min(content.length(), (n + 1) * PART)));
        }
        return id;
    }

    List<Item> due(Transaction tx, String provider, int limit) {
        return tx.query(DUE, Item::new, provider, tx.now(), limit);
    }

    /** The notice as it came. */
    ProviderNotice open(Transaction tx, Item item) {
        String content = String.join(
                "", tx.query(PARTS, row -> row.text("content"), item.shown().id()));
        return new Kept(
                headers(item.headers()),
                Base64.getDecoder().decode(content),
                item.shown().receivedAt());
    }

    void end(Transaction tx, Item item, End end) {
        tx.update(
                END,
                end.state().name(),
                item.shown().attempts() + 1,
                end.nextTry() == null ? tx.now() : end.nextTry(),
                end.env(),
                end.eventId(),
                end.type(),
                end.note() == null ? null : Texts.cut(end.note(), 500),
                item.shown().id());
    }

    int absent(Transaction tx, String provider) {
        return tx.update(ABSENT, provider);
    }

    boolean replay(Transaction tx, long id) {
        return tx.update(REPLAY, tx.now(), id) == 1;
    }

    List<Notices.Notice> list(Transaction tx, Optional<Notices.State> state, long before, int limit) {
        return state.isPresent()
                ? tx.query(
                        LIST + " and state = ? order by id desc limit ?",
                        Inbox::notice,
                        before,
                        state.get().name(),
                        limit)
                : tx.query(LIST + " order by id desc limit ?", Inbox::notice, before, limit);
    }

    /** Forgets what was dealt with long ago. @return how many */
    int forget(Transaction tx, Instant before) {
        List<Long> old = new ArrayList<>(tx.query(OLD, row -> row.number("id"), before));
        old.addAll(tx.query(TOO_MANY, row -> row.number("id")));
        for (Long id : old) {
            tx.update("delete from billing_notice_part where notice_id = ?", id);
            tx.update("delete from billing_notice where id = ?", id);
        }
        return old.size();
    }

    private static Notices.Notice notice(Row row) {
        return new Notices.Notice(
                row.number("id"),
                row.text("provider"),
                row.moment("received_at"),
                Notices.State.valueOf(row.text("state")),
                (int) row.number("attempts"),
                row.moment("next_try"),
                row.text("env"),
                row.text("event_id"),
                row.text("type"),
                row.text("note"));
    }

    /** Name and value with a tab between, a line each; what would be too much is left out, the longest first. */
    private static String lines(Map<String, String> headers) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(headers).forEach((name, value) -> lines.add(name + "\t" + value.replaceAll("[\\r\\n\\t]", " ")));
        while (lines.stream().mapToInt(line -> line.length() + 1).sum() > MOST_HEADERS) {
            lines.remove(lines.stream()
                    .max(java.util.Comparator.comparingInt(String::length))
                    .orElseThrow());
        }
        return Texts.cut(String.join("\n", lines), MOST_HEADERS);
    }

    private static Map<String, String> headers(String lines) {
        Map<String, String> headers = new TreeMap<>();
        for (String line : lines.split("\n")) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                headers.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return headers;
    }

    /** Digest of a body, and of whatever else stands in the column. */
    static String hash(String text) {
        return Texts.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
