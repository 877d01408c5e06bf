package org.mutoscope.events;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Takes rows out of the outbox and makes an event of each that somebody wants, with a delivery for each endpoint: one transaction, so none is lost or doubled. */
final class FanOut {
    private static final int BATCH = 200;
    private static final String MARKS = "?, ".repeat(EventTypes.topics().size() - 1) + "?";
    private static final String OPEN = " from outbox where done_at is null and topic in (" + MARKS + ")";

    private final UnitOfWork storage;

    FanOut(UnitOfWork storage) {
        this.storage = storage;
    }

    /** A row of the outbox. */
    private record Told(long seq, Instant at, String topic, String subject, String accountId, String body) {}

    /** Takes some. @return whether there may be more */
    boolean some() {
        Object[] topics = EventTypes.topics().toArray();
        if (storage.read(tx ->
                        tx.first("select seq" + OPEN + " fetch first 1 rows only", row -> row.number("seq"), topics))
                .isEmpty()) {
            return false;
        }
        return storage.write(tx -> take(tx, topics)) == BATCH;
    }

    private static int take(Transaction tx, Object[] topics) {
        List<Told> rows = tx.query(
                "select seq, at, topic, subject, account_id, body" + OPEN + " order by seq fetch first " + BATCH
                        + " rows only",
                row -> new Told(
                        row.number("seq"),
                        row.moment("at"),
                        row.text("topic"),
                        row.text("subject"),
                        row.text("account_id"),
                        row.text("body")),
                topics);
        Map<String, List<EndpointTable.Kept>> endpoints = new HashMap<>();
        rows.forEach(row -> tell(tx, row, endpoints));
        if (!rows.isEmpty()) {
            String seqs = rows.stream().map(row -> String.valueOf(row.seq)).collect(Collectors.joining(", "));
            tx.update("update outbox set done_at = ? where seq in (" + seqs + ")", tx.now());
        }
        return rows.size();
    }

    private static void tell(Transaction tx, Told row, Map<String, List<EndpointTable.Kept>> known) {
        String type = EventTypes.ofTopic(row.topic);
        boolean video = EventTypes.isVideo(type);
        boolean own = EventTypes.isOfAccount(type);
        List<EndpointTable.Kept> endpoints = known.computeIfAbsent(
                own ? row.accountId : "",
                account -> own ? EndpointTable.ofAccount(tx, account) : EndpointTable.all(tx));
        List<String> wanting = endpoints.stream()
                .map(EndpointTable.Kept::endpoint)
                .filter(endpoint -> endpoint.eventTypes().contains(type))
                .filter(endpoint -> !endpoint.createdAt().isAfter(row.at))
                .map(endpoint -> endpoint.id())
                .toList();
        if (wanting.isEmpty()) {
            return;
        }
        String id = "evt_" + UUID.randomUUID().toString().replace("-", "");
        String data = video ? "{\"id\":\"" + row.subject + "\"}" : row.body;
        DeliveryTable.event(tx, id, type, body(id, row.at, type, data));
        wanting.forEach(endpoint -> DeliveryTable.insert(tx, endpoint, id));
    }

    /** The message: ids and types need no escaping. @param data JSON */
    static String body(String id, Instant at, String type, String data) {
        return "{\"id\":\"" + id + "\",\"object\":\"event\",\"created_at\":" + at.getEpochSecond() + ",\"type\":\""
                + type + "\",\"data\":" + data + "}";
    }
}
