package org.mutoscope.events;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.mutoscope.core.events.Webhooks;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.outward.Outward;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Endpoints: made, changed, tried, ended; each act with its line in the audit. */
final class WebhookDesk implements Webhooks {
    private static final int LONGEST_NAME = 100;
    private static final Duration OLD_SECRET = Duration.ofHours(24);

    private final UnitOfWork storage;
    private final Identity identity;
    private final Outward outward;
    private final Courier courier;
    private final Supplier<EventsConfig> settings;

    WebhookDesk(Outside outside, Courier courier, Supplier<EventsConfig> settings) {
        this.storage = outside.storage();
        this.identity = outside.identity();
        this.outward = outside.outward();
        this.courier = courier;
        this.settings = settings;
    }

    /** What the desk works with. */
    record Outside(UnitOfWork storage, Identity identity, Outward outward) {}

    @Override
    public List<String> eventTypes(Caller caller) {
        return EventTypes.visibleTo(caller);
    }

    @Override
    public Secret create(Caller caller, Wanted wanted) {
        requireName(wanted.name());
        requireUrl(wanted.url());
        requireTypes(caller, wanted.eventTypes());
        String id = "whe_" + UUID.randomUUID().toString().replace("-", "");
        String secret = Signature.secret();
        return storage.write(tx -> {
            if (EndpointTable.count(tx, caller.accountId()) >= settings.get().endpoints_per_account()) {
                throw new Problem(
                        Code.TOO_MANY_WEBHOOKS,
                        "This account has " + settings.get().endpoints_per_account()
                                + " endpoints, which is the most. Delete one.");
            }
            Endpoint endpoint = new Endpoint(
                    id,
                    wanted.name(),
                    wanted.url(),
                    wanted.eventTypes().stream().distinct().toList(),
                    EndpointTable.hint(secret),
                    true,
                    null,
                    tx.now(),
                    tx.now());
            EndpointTable.insert(tx, caller.accountId(), endpoint, secret);
            identity.audit(tx, caller, "webhook.created", id + " " + host(endpoint));
            return new Secret(endpoint, secret);
        });
    }

    @Override
    public List<Endpoint> list(String accountId, String after, int limit, boolean newestFirst) {
        return storage.read(tx -> {
            Long seq = after == null ? null : owned(tx, accountId, after).seq();
            return EndpointTable.page(tx, accountId, seq, new EndpointTable.Paging(limit, newestFirst)).stream()
                    .map(EndpointTable.Kept::endpoint)
                    .toList();
        });
    }

    @Override
    public Endpoint find(String accountId, String id) {
        return storage.read(tx -> owned(tx, accountId, id)).endpoint();
    }

    @Override
    public Endpoint update(Caller caller, String id, Wanted wanted) {
        if (wanted.name() != null) {
            requireName(wanted.name());
        }
        if (wanted.url() != null) {
            requireUrl(wanted.url());
        }
        if (wanted.eventTypes() != null) {
            requireTypes(caller, wanted.eventTypes());
        }
        return storage.write(tx -> {
            Endpoint old = owned(tx, caller.accountId(), id).endpoint();
            Endpoint changed = new Endpoint(
                    id,
                    wanted.name() == null ? old.name() : wanted.name(),
                    wanted.url() == null ? old.url() : wanted.url(),
                    wanted.eventTypes() == null
                            ? old.eventTypes()
                            : wanted.eventTypes().stream().distinct().toList(),
                    old.hint(),
                    true,
                    null,
                    old.createdAt(),
                    tx.now());
            EndpointTable.change(tx, changed);
            identity.audit(tx, caller, "webhook.changed", id + " " + host(changed));
            return changed;
        });
    }

    @Override
    public void delete(Caller caller, String id) {
        storage.write(tx -> {
            owned(tx, caller.accountId(), id);
            DeliveryTable.deleteOf(tx, id);
            EndpointTable.delete(tx, id);
            identity.audit(tx, caller, "webhook.deleted", id);
            return null;
        });
    }

    @Override
    public Secret rotate(Caller caller, String id, boolean keepOld) {
        String secret = Signature.secret();
        return storage.write(tx -> {
            EndpointTable.Kept kept = owned(tx, caller.accountId(), id);
            String old = keepOld ? kept.secrets().current() : null;
            EndpointTable.secrets(
                    tx,
                    id,
                    new EndpointTable.Secrets(secret, old, keepOld ? tx.now().plus(OLD_SECRET) : null));
            identity.audit(tx, caller, "webhook.secret.rotated", id);
            return new Secret(owned(tx, caller.accountId(), id).endpoint(), secret);
        });
    }

    @Override
    public int test(String accountId, String id, String eventType) {
        EndpointTable.Kept kept = storage.read(tx -> owned(tx, accountId, id));
        if (!EventTypes.isVideo(eventType) && !kept.endpoint().eventTypes().contains(eventType)) {
            throw invalid(
                    "event_type is video.completed, video.failed, or another that the endpoint has.", "event_type");
        }
        String event = "evt_test_" + UUID.randomUUID().toString().replace("-", "");
        String body = FanOut.body(event, storage.read(Transaction::now), eventType, "{\"id\":\"video_test\"}");
        DeliveryTable.Outcome outcome = courier.send(kept, event, body);
        if (outcome.problem() != null) {
            throw new Problem(
                    Code.WEBHOOK_FAILED,
                    "The example did not arrive: " + outcome.problem() + ". The endpoint must answer 2xx within "
                            + settings.get().answer_seconds() + " s.",
                    "url",
                    null);
        }
        return outcome.status();
    }

    @Override
    public List<Delivery> deliveries(String accountId, String id, int limit) {
        return storage.read(tx -> {
            owned(tx, accountId, id);
            return DeliveryTable.list(tx, id, limit);
        });
    }

    @Override
    public int replay(Caller caller, String id, String eventId, Instant since) {
        return storage.write(tx -> {
            owned(tx, caller.accountId(), id);
            int again = eventId == null ? DeliveryTable.again(tx, id, since) : DeliveryTable.again(tx, id, eventId);
            identity.audit(tx, caller, "webhook.replayed", id + " " + again);
            return again;
        });
    }

    private static EndpointTable.Kept owned(Transaction tx, String accountId, String id) {
        return EndpointTable.find(tx, id)
                .filter(kept -> kept.accountId().equals(accountId))
                .orElseThrow(() -> new Problem(
                        Code.WEBHOOK_NOT_FOUND,
                        "There is no such webhook endpoint. It may have been deleted, or belong to another account.",
                        "id",
                        null));
    }

    private static void requireName(String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw invalid("\"name\" has 1 to " + LONGEST_NAME + " characters.", "name");
        }
    }

    private void requireUrl(String url) {
        try {
            outward.check(URI.create(url == null ? "" : url));
        } catch (IllegalArgumentException e) {
            throw invalid("\"url\" must be an address that begins with https:// or http://.", "url");
        }
    }

    private static void requireTypes(Caller caller, List<String> types) {
        List<String> known = EventTypes.visibleTo(caller);
        if (types == null || types.isEmpty() || !known.containsAll(types)) {
            throw invalid("\"event_types\" names at least one of: " + String.join(", ", known) + ".", "event_types");
        }
    }

    private static Problem invalid(String sentence, String param) {
        return new Problem(Code.INVALID_WEBHOOK, sentence, param, null);
    }

    /** The rest of an address may be a secret. */
    private static String host(Endpoint endpoint) {
        return URI.create(endpoint.url()).getHost();
    }
}
