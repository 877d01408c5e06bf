package org.mutoscope.paper;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Writes notices, signs them, keeps them and hands them on. Safe for use by several threads. */
final class Post {
    private final Shop.App app;
    private final Chain chain;
    private final Clock clock;
    private final List<Notice> notices = new CopyOnWriteArrayList<>();
    private final List<Consumer<Notice>> listeners = new CopyOnWriteArrayList<>();

    Post(Shop.App app, Chain chain, Clock clock) {
        this.app = app;
        this.chain = chain;
        this.clock = clock;
    }

    /** What happened, in Apple's words. @param subtype empty for none */
    record Event(String type, String subtype) {}

    /** What a notice is about: its own part of the payload, the environment, the transaction if there is one. */
    record About(Map<String, Object> part, String environment, String transactionId) {}

    void onNotice(Consumer<Notice> listener) {
        listeners.add(listener);
    }

    List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** A payload with the date of now, signed. */
    String signed(Map<String, Object> payload) {
        return Jws.signed(chain, dated(payload));
    }

    Map<String, Object> dated(Map<String, Object> payload) {
        Map<String, Object> dated = new LinkedHashMap<>(payload);
        dated.put("signedDate", clock.millis());
        return dated;
    }

    /** A notice about a transaction as it stands. */
    void tell(Sold sold, Event event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("appAppleId", app.appleId());
        data.put("bundleId", app.bundleId());
        data.put("environment", sold.environment());
        data.put("signedTransactionInfo", signed(sold.fields()));
        if (sold.subscription()) {
            data.put("signedRenewalInfo", signed(sold.renewal()));
            data.put("status", sold.status());
        }
        if (event.type().equals("CONSUMPTION_REQUEST")) {
            data.put("consumptionRequestReason", "UNINTENDED_PURCHASE");
        }
        send(event, new About(Map.of("data", data), sold.environment(), sold.id()));
    }

    void send(Event event, About about) {
        Instant now = clock.instant();
        String id = UUID.randomUUID().toString();
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("notificationType", event.type());
        if (!event.subtype().isEmpty()) {
            payload.put("subtype", event.subtype());
        }
        payload.put("notificationUUID", id);
        payload.put("version", "2.0");
        payload.put("signedDate", now.toEpochMilli());
        payload.putAll(about.part());
        Notice notice = new Notice(
                id, about.environment(), event.type(), about.transactionId(), now, Jws.signed(chain, payload));
        notices.add(notice);
        listeners.forEach(listener -> listener.accept(notice));
    }
}
