package org.mutoscope.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.mutoscope.core.outward.Outward;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events to endpoints: one at a time to each, in order of their time, several endpoints at once. What was sent and not yet written down when the process
 * ends is sent again, under the same id.
 */
final class Courier {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int MOST_ENDPOINTS = 256;
    /** After so many an endpoint lets others have the thread. */
    private static final int IN_A_ROW = 50;

    private static final int GONE = 410;

    private final UnitOfWork storage;
    private final Outward outward;
    private final Supplier<EventsConfig> settings;
    private final Executor threads;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    Courier(UnitOfWork storage, Outward outward, Supplier<EventsConfig> settings, Executor threads) {
        this.storage = storage;
        this.outward = outward;
        this.settings = settings;
        this.threads = threads;
    }

    /** Begins a round to each endpoint to which something is due and nobody is under way. */
    void setOut() {
        for (String endpoint : storage.read(tx -> DeliveryTable.dueEndpoints(tx, MOST_ENDPOINTS))) {
            if (busy.add(endpoint)) {
                try {
                    threads.execute(() -> round(endpoint));
                } catch (RejectedExecutionException e) {
                    busy.remove(endpoint);
                }
            }
        }
    }

    private void round(String endpoint) {
        try {
            for (int sent = 0; sent < IN_A_ROW && next(endpoint); sent++) {
                // one after the other
            }
        } catch (RuntimeException e) {
            LOG.warn("webhooks to {} stop for now: {}", endpoint, e.toString());
        } finally {
            busy.remove(endpoint);
        }
    }

    /** Sends what is due next. @return whether it arrived */
    private boolean next(String endpointId) {
        Optional<EndpointTable.Kept> endpoint = storage.read(tx -> EndpointTable.find(tx, endpointId))
                .filter(kept -> kept.endpoint().enabled());
        Optional<DeliveryTable.Due> due = storage.read(tx -> DeliveryTable.due(tx, endpointId));
        if (endpoint.isEmpty() || due.isEmpty()) {
            return false;
        }
        DeliveryTable.Outcome outcome =
                send(endpoint.get(), due.get().eventId(), due.get().body());
        storage.write(tx -> {
            settle(tx, endpoint.get(), due.get(), outcome);
            return null;
        });
        return outcome.problem() == null;
    }

    /** One attempt. */
    DeliveryTable.Outcome send(EndpointTable.Kept kept, String eventId, String body) {
        Instant now = storage.read(Transaction::now);
        Map<String, String> headers = Map.of(
                "webhook-id", eventId,
                "webhook-timestamp", String.valueOf(now.getEpochSecond()),
                "webhook-signature", Signature.of(kept.secrets().at(now), eventId, now.getEpochSecond(), body));
        try {
            int status = outward.post(
                    java.net.URI.create(kept.endpoint().url()), headers, body.getBytes(StandardCharsets.UTF_8));
            return new DeliveryTable.Outcome(status, status / 100 == 2 ? null : "the endpoint answered " + status);
        } catch (IOException | Problem e) {
            return new DeliveryTable.Outcome(0, e.getMessage());
        }
    }

    private void settle(Transaction tx, EndpointTable.Kept kept, DeliveryTable.Due due, DeliveryTable.Outcome outcome) {
        if (outcome.problem() == null) {
            DeliveryTable.delivered(tx, due, outcome);
            EndpointTable.arrived(tx, due.endpointId());
            return;
        }
        Instant next = tx.now()
                .plus(Backoff.after(
                        due.attempts() + 1, ThreadLocalRandom.current().nextDouble()));
        boolean last =
                next.isAfter(due.firstAt().plus(Duration.ofHours(settings.get().give_up_hours())));
        DeliveryTable.missed(tx, due, outcome, last ? null : next);
        EndpointTable.failed(tx, kept);
        if (outcome.status() == GONE) {
            EndpointTable.switchOff(tx, due.endpointId(), "it answered 410: it is there no longer");
        } else if (last && kept.failures() >= due.attempts()) {
            // nothing has arrived since this event was first tried
            EndpointTable.switchOff(
                    tx,
                    due.endpointId(),
                    "nothing arrived for " + settings.get().give_up_hours() + " hours; last: " + outcome.problem());
        }
    }
}
