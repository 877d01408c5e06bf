package org.mutoscope.rest;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.events.Webhooks;
import org.mutoscope.core.events.Webhooks.Endpoint;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Webhook endpoints as the SDKs manage them, and what was sent to them. */
final class WebhooksResource {
    private static final String OBJECT = "webhook_endpoint";

    private final House house;

    WebhooksResource(House house) {
        this.house = house;
    }

    /** Names of the events there are. */
    Answer types(Ask ask) {
        return Answer.json(
                Json.object("object", "list").and("data", house.webhooks().eventTypes(ask.caller())));
    }

    /** Makes an endpoint; its secret is shown this once. */
    Answer create(Ask ask) throws IOException {
        return Answer.json(secret(house.webhooks().create(ask.caller(), wanted(Asked.json(ask)))));
    }

    /** Lists the account's endpoints. */
    Answer list(Ask ask) {
        Page page = Page.of(ask);
        String account = ask.caller().accountId();
        Webhooks webhooks = house.webhooks();
        List<Endpoint> found = webhooks.list(account, page.after(), page.limit(), page.newestFirst());
        String last = found.isEmpty() ? null : found.get(found.size() - 1).id();
        boolean more = last != null
                && found.size() == page.limit()
                && !webhooks.list(account, last, 1, page.newestFirst()).isEmpty();
        return Answer.json(Json.object("object", "list")
                .and("data", found.stream().map(WebhooksResource::endpoint).toList())
                .and("first_id", found.isEmpty() ? null : found.get(0).id())
                .and("last_id", last)
                .and("has_more", more));
    }

    /** Shows an endpoint. */
    Answer show(Ask ask) {
        return Answer.json(endpoint(house.webhooks().find(ask.caller().accountId(), id(ask))));
    }

    /** Changes an endpoint, or switches it on again. */
    Answer update(Ask ask) throws IOException {
        return Answer.json(endpoint(house.webhooks().update(ask.caller(), id(ask), wanted(Asked.json(ask)))));
    }

    /** Ends an endpoint. */
    Answer delete(Ask ask) {
        String id = id(ask);
        house.webhooks().delete(ask.caller(), id);
        return Answer.json(
                Json.object("id", id).and("object", OBJECT + ".deleted").and("deleted", true));
    }

    /** Gives an endpoint another secret, shown this once. */
    Answer rotate(Ask ask) throws IOException {
        String keep = Asked.json(ask).text("keep_old_secret_active_for_24_hours");
        return Answer.json(secret(house.webhooks().rotate(ask.caller(), id(ask), "true".equals(keep))));
    }

    /** Sends an example. */
    Answer test(Ask ask) throws IOException {
        String type = Asked.text(Asked.json(ask), "event_type");
        int status = house.webhooks().test(ask.caller().accountId(), id(ask), type);
        return Answer.json(Json.object("object", OBJECT + ".test")
                .and("webhook_endpoint_id", id(ask))
                .and("event_type", type)
                .and("status_code", status)
                .and("success", true));
    }

    /** What was sent to an endpoint and what waits, newest first. */
    Answer deliveries(Ask ask) {
        int limit = Math.max(1, Page.limit(ask.query("limit")));
        List<Webhooks.Delivery> sent = house.webhooks().deliveries(ask.caller().accountId(), id(ask), limit);
        return Answer.json(Json.object(
                "data", sent.stream().map(WebhooksResource::delivery).toList()));
    }

    /** Sends again one event, or what has not arrived since a moment. */
    Answer replay(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        String event = fields.text("event_id");
        Instant since = event == null ? moment(Asked.text(fields, "since")) : null;
        int again = house.webhooks().replay(ask.caller(), id(ask), event, since);
        if (again == 0 && event != null) {
            throw new Problem(Code.NOT_FOUND, "This endpoint was never sent such an event.", "event_id", null);
        }
        return Answer.json(Json.object("id", id(ask)).and("replayed", again));
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Problem(
                    Code.INVALID_REQUEST, "\"since\" is a moment, for example 2026-11-22T08:00:00Z.", "since", null);
        }
    }

    private static String id(Ask ask) {
        return ask.path("id");
    }

    private static Webhooks.Wanted wanted(Fields fields) {
        return new Webhooks.Wanted(fields.text("name"), fields.text("url"), texts(fields.value("event_types")));
    }

    private static List<String> texts(Object value) {
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        if (value == null) {
            return null;
        }
        throw new Problem(Code.INVALID_WEBHOOK, "\"event_types\" is a list of names.", "event_types", null);
    }

    private static Map<String, Object> secret(Webhooks.Secret made) {
        Map<String, Object> json = endpoint(made.endpoint());
        json.put("signing_secret", made.secret());
        return json;
    }

    private static Map<String, Object> endpoint(Endpoint endpoint) {
        return Json.object("id", endpoint.id())
                .and("object", OBJECT)
                .and("name", endpoint.name())
                .and("url", endpoint.url())
                .and("event_types", endpoint.eventTypes())
                .and("signing_secret_hint", endpoint.hint())
                .and("enabled", endpoint.enabled())
                .and("note", endpoint.note())
                .and("created_at", Json.epoch(endpoint.createdAt()))
                .and("updated_at", Json.epoch(endpoint.updatedAt()));
    }

    private static Map<String, Object> delivery(Webhooks.Delivery sent) {
        return Json.object("event_id", sent.eventId())
                .and("type", sent.type())
                .and("state", sent.state())
                .and("attempts", sent.attempts())
                .and("created_at", Json.moment(sent.createdAt()))
                .and("next_at", Json.moment(sent.nextAt()))
                .and("status_code", sent.status() == 0 ? null : sent.status())
                .and("problem", sent.problem());
    }
}
