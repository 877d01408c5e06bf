package org.mutoscope.rest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.views.ViewDesk;
import org.mutoscope.core.views.Views;
import org.mutoscope.core.views.Watch;

/** Views in JSON. */
final class ViewsJson {
    private ViewsJson() {}

    static List<Watch.Event> events(Object given) {
        List<Watch.Event> events = new ArrayList<>();
        if (given instanceof List<?> list && list.size() <= Watch.MOST_EVENTS) {
            list.forEach(one -> events.add(event(one)));
            return events;
        }
        throw bad("events", "\"events\" is a list of 1 to " + Watch.MOST_EVENTS + " objects.");
    }

    private static Watch.Event event(Object given) {
        if (!(given instanceof Map<?, ?> map)) {
            throw bad("events", "An event is an object with n, kind, watched_ms and visible.");
        }
        Object visible = map.get("visible");
        if (!"true".equals(visible) && !"false".equals(visible)) {
            throw bad("visible", "\"visible\" is true or false.");
        }
        long n = whole(map.get("n"), "n");
        if (n > Integer.MAX_VALUE || n < 0) {
            throw bad("n", "\"n\" is from 0 to 999.");
        }
        return new Watch.Event(
                (int) n, kind(map.get("kind")), whole(map.get("watched_ms"), "watched_ms"), "true".equals(visible));
    }

    private static Watch.Kind kind(Object word) {
        return Arrays.stream(Watch.Kind.values())
                .filter(kind -> word(kind).equals(word))
                .findFirst()
                .orElse(null);
    }

    private static long whole(Object value, String name) {
        return Asked.whole(value instanceof String text ? text : null, name, Code.INVALID_VIEW);
    }

    static JsonObject of(ViewDesk.Count count) {
        List<JsonObject> seen = count.seen().stream()
                .map(one -> Json.object("verdict", one.verdict())
                        .and("withheld", one.withheld())
                        .and("views", one.views())
                        .and("micro_views", one.microViews()))
                .toList();
        return Json.object("video", count.video()).and("object", "view.count").and("seen", seen);
    }

    static JsonObject of(ViewDesk.Appeal appeal) {
        return Json.object("id", appeal.id())
                .and("object", "view.appeal")
                .and("video", appeal.video())
                .and("day", appeal.day().toString())
                .and("account_id", appeal.accountId())
                .and("text", appeal.text())
                .and("state", word(appeal.state()))
                .and("reason", appeal.reason())
                .and("at", Json.moment(appeal.at()));
    }

    static JsonObject of(Views.Month month) {
        return Json.object("month", month.month().toString())
                .and("object", "view.month")
                .and("state", word(month.state()))
                .and("valid", month.valid())
                .and("withheld", month.withheld())
                .and("invalid", month.invalid())
                .and("micro_views", month.microViews());
    }

    static JsonObject of(ViewDesk.Recomputed again) {
        return Json.object("month", again.month().toString())
                .and("object", "view.recomputation")
                .and("views", again.views())
                .and("micro_views", again.microViews())
                .and("differences", again.differences());
    }

    static JsonObject of(Views.Correction correction) {
        return Json.object("seq", correction.seq())
                .and("object", "view.correction")
                .and("month", correction.month().toString())
                .and("video", correction.jobId())
                .and("account_id", correction.account())
                .and("micro_views", correction.microViews())
                .and("reason", correction.reason())
                .and("at", Json.moment(correction.at()));
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Problem bad(String param, String message) {
        return new Problem(Code.INVALID_VIEW, message, param, null);
    }
}
