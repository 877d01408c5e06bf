package org.mutoscope.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.events.Webhooks;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Endpoints in a list, whoever they belong to; {@code acts} says what was asked. */
final class StubWebhooks implements Webhooks {
    final List<String> acts = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();

    @Override
    public List<String> eventTypes(Caller caller) {
        return List.of("video.completed", "video.failed");
    }

    @Override
    public Secret create(Caller caller, Wanted wanted) {
        Endpoint made = new Endpoint(
                "whe_" + endpoints.size(),
                wanted.name(),
                wanted.url(),
                wanted.eventTypes(),
                "abcd",
                true,
                null,
                Instant.ofEpochSecond(100),
                Instant.ofEpochSecond(200));
        endpoints.add(made);
        return new Secret(made, "whsec_abcd");
    }

    @Override
    public List<Endpoint> list(String accountId, String after, int limit, boolean newestFirst) {
        int from = after == null ? 0 : endpoints.indexOf(find(accountId, after)) + 1;
        return endpoints.stream().skip(from).limit(limit).toList();
    }

    @Override
    public Endpoint find(String accountId, String id) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(Code.WEBHOOK_NOT_FOUND, "There is none."));
    }

    @Override
    public Endpoint update(Caller caller, String id, Wanted wanted) {
        acts.add("update " + id + " " + wanted);
        return find(caller.accountId(), id);
    }

    @Override
    public void delete(Caller caller, String id) {
        endpoints.remove(find(caller.accountId(), id));
    }

    @Override
    public Secret rotate(Caller caller, String id, boolean keepOld) {
        acts.add("rotate " + id + " " + keepOld);
        return new Secret(find(caller.accountId(), id), "whsec_efgh");
    }

    @Override
    public int test(String accountId, String id, String eventType) {
        acts.add("test " + id + " " + eventType);
        return 204;
    }

    @Override
    public List<Delivery> deliveries(String accountId, String id, int limit) {
        return List.of(new Delivery(
                "evt_1", "video.failed", "pending", 2, Instant.EPOCH, Instant.ofEpochSecond(5), 0, "no answer"));
    }

    @Override
    public int replay(Caller caller, String id, String eventId, Instant since) {
        acts.add("replay " + id + " " + eventId + " " + since);
        return "evt_none".equals(eventId) ? 0 : 1;
    }
}
