package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.views.ViewDesk;
import org.mutoscope.core.views.Views;
import org.mutoscope.core.views.Watch;

/** Who watches what: tokens and events of players, counts, appeals, and what operators decide. */
final class ViewsResource {
    private static final long MAX_BODY = 8_192;
    private static final int MOST_LINES = 1_000;
    private static final String VIDEO = "video";
    private static final String REASON = "reason";

    private final House house;
    private final byte[] script = script();

    ViewsResource(House house) {
        this.house = house;
    }

    private static byte[] script() {
        try (InputStream in = ViewsResource.class.getResourceAsStream("views.js")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a page needs that shows a clip. */
    Answer script(Ask ask) {
        return Answer.of(200)
                .bytes(script, "text/javascript; charset=utf-8")
                .with("cache-control", "public, max-age=3600");
    }

    /** A token for the account whose key asks, or for a visitor for whom it vouches. */
    Answer token(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        String video = Asked.text(fields, VIDEO);
        String account = ask.caller().accountId();
        String visitor = fields.text("visitor");
        return token(visitor == null ? Watch.Visit.of(account, video) : new Watch.Visit(video, null, account, visitor));
    }

    /** A token for anybody: noted, and never counted. */
    Answer open(Ask ask) throws IOException {
        return token(Watch.Visit.unknown(Asked.text(Asked.json(ask), VIDEO)));
    }

    private Answer token(Watch.Visit visit) {
        Watch.Token token = house.watch().open(visit);
        return Answer.json(Json.object("object", "view.token")
                .and("token", token.token())
                .and("expires_at", Json.moment(token.expiresAt()))
                .and("beat_ms", token.beatMillis()));
    }

    /** Takes events down. A browser that leaves a page sends them as plain text. */
    Answer note(Ask ask) throws IOException {
        Body body = ask.body(MAX_BODY);
        if (!body.isJson() && !body.mediaType().equals("text/plain")) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE, "Send JSON as application/json, or as text/plain like a beacon.");
        }
        Fields fields = JsonReader.object(body, Set.of());
        house.watch()
                .note(new Watch.Report(
                        Asked.text(fields, "token"),
                        ask.call().origin().network(),
                        ViewsJson.events(fields.value("events"))));
        return Answer.of(204);
    }

    /** Counts of the caller's videos. */
    Answer counts(Ask ask) {
        Page page = Page.of(ask);
        List<ViewDesk.Count> found = house.viewDesk()
                .counts(
                        ask.caller(),
                        month(ask.query("month")),
                        none(ask.query(VIDEO)),
                        page.after(),
                        page.limit() + 1);
        List<ViewDesk.Count> shown = found.subList(0, Math.min(page.limit(), found.size()));
        return Answer.json(Json.object("object", "list")
                .and("data", shown.stream().map(ViewsJson::of).toList())
                .and("has_more", found.size() > shown.size()));
    }

    /** Makes an appeal. */
    Answer appeal(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        return Answer.json(ViewsJson.of(house.viewDesk()
                .appeal(ask.caller(), Asked.text(fields, VIDEO), day(Asked.text(fields, "day")), fields.text("text"))));
    }

    /** Lists appeals; for operators of all. */
    Answer appeals(Ask ask) {
        int limit = Math.max(1, Page.limit(ask.query("limit")));
        return listed(house.viewDesk().appeals(ask.caller(), state(ask.query("state")), limit), ViewsJson::of);
    }

    /** Decides about an appeal (operators). */
    Answer decide(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        boolean allow = RightsJson.yes(fields, "allow");
        return Answer.json(
                ViewsJson.of(house.viewDesk().decide(ask.caller(), ask.path("id"), allow, Asked.text(fields, REASON))));
    }

    /** Withholds the views of a video on a day, or lets them count (operators). */
    Answer rule(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        String video = Asked.text(fields, VIDEO);
        LocalDate day = day(Asked.text(fields, "day"));
        boolean withhold = RightsJson.yes(fields, "withhold");
        house.viewDesk().rule(ask.caller(), video, day, withhold, Asked.text(fields, REASON));
        return Answer.json(Json.object("object", "view.ruling")
                .and(VIDEO, video)
                .and("day", day.toString())
                .and("withhold", withhold));
    }

    /** How a month stands (operators). */
    Answer month(Ask ask) {
        return Answer.json(ViewsJson.of(house.views().month(month(ask.path("month")))));
    }

    /** Decides about a month again, from what was taken down alone (operators). */
    Answer recompute(Ask ask) {
        return Answer.json(ViewsJson.of(house.viewDesk().recompute(ask.caller(), month(ask.path("month")))));
    }

    /** Changes of sealed months (operators). */
    Answer corrections(Ask ask) {
        String after = none(ask.query("after"));
        int limit = Asked.between(1, MOST_LINES, ask.query("limit"), "limit", 100);
        long from = after == null ? 0 : Asked.whole(after, "after", Code.INVALID_PAGING);
        List<Views.Correction> found = house.views().corrections(from, limit);
        return listed(found, ViewsJson::of);
    }

    private static <T> Answer listed(List<T> found, Function<T, JsonObject> shown) {
        return Answer.json(Json.object("object", "list")
                .and("data", found.stream().map(shown).toList()));
    }

    private static ViewDesk.AppealState state(String word) {
        if (none(word) == null) {
            return null;
        }
        try {
            return ViewDesk.AppealState.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Problem(Code.INVALID_REQUEST, "\"state\" is open, allowed or upheld.", "state", null);
        }
    }

    /** @param text null for this month */
    private static YearMonth month(String text) {
        try {
            return none(text) == null ? YearMonth.now(java.time.ZoneOffset.UTC) : YearMonth.from(day(text + "-01"));
        } catch (Problem e) {
            throw new Problem(Code.INVALID_REQUEST, "\"month\" is of the form 2026-11.", "month", null);
        }
    }

    private static LocalDate day(String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw new Problem(Code.INVALID_REQUEST, "\"day\" is of the form 2026-11-23.", "day", null);
    }

    private static String none(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
