package org.mutoscope.rest;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.revenue.Revenue;

/** What holders earn, and gifts. */
final class RevenueResource {
    private static final int MOST = 100;

    private final House house;

    RevenueResource(House house) {
        this.house = house;
    }

    /** What the caller has, for operators what all have. */
    Answer balances(Ask ask) {
        return listed(house.revenue().balances(ask.caller()), RevenueResource::balance);
    }

    private static JsonObject balance(Revenue.Balance balance) {
        return Json.object("object", "revenue_balance")
                .and("holder", balance.holder())
                .and("currency", balance.currency())
                .and("on_hold_micros", balance.onHold())
                .and("payable_micros", balance.payable())
                .and("paid_micros", balance.paid());
    }

    /** Lines, the newest first. */
    Answer lines(Ask ask) {
        String before = ask.query("before");
        long from = before == null || before.isEmpty()
                ? Long.MAX_VALUE
                : Asked.whole(before, "before", Code.INVALID_PAGING);
        int limit = Asked.between(1, MOST, ask.query("limit"), "limit", 20);
        List<Revenue.Line> found = house.revenue().lines(ask.caller(), from, limit + 1);
        List<Revenue.Line> shown = found.subList(0, Math.min(limit, found.size()));
        return Answer.json(Json.object("object", "list")
                .and("data", shown.stream().map(RevenueResource::line).toList())
                .and("has_more", found.size() > shown.size()));
    }

    private static JsonObject line(Revenue.Line line) {
        return Json.object("object", "revenue_line")
                .and("id", line.id())
                .and("seq", line.seq())
                .and("period", line.period())
                .and("stream", word(line.stream()))
                .and("holder", line.holder())
                .and("video", line.jobId())
                .and("subject", line.subjectId())
                .and("cause", line.cause())
                .and("currency", line.currency())
                .and("micros", line.micros())
                .and("facts", line.facts())
                .and("corrects", line.corrects())
                .and("by", line.by())
                .and("at", Json.moment(line.at()))
                .and("release_at", Json.moment(line.releaseAt()))
                .and("state", word(line.state()))
                .and("payout", line.payoutId());
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** What the installed models pay. */
    Answer models(Ask ask) {
        return listed(house.revenue().rates(), rate -> Json.object("object", "revenue_model")
                .and("id", rate.id())
                .and("by", rate.by())
                .and("pools", rate.pools())
                .and("rate", rate.rate()));
    }

    /** How the income of a video is divided. */
    Answer split(Ask ask) {
        return listed(house.revenue().split(ask.caller(), ask.path("id")), part -> Json.object("holder", part.holder())
                .and("ppm", part.ppm())
                .and("why", part.why()));
    }

    /** Gives bought credits to those who hold a video. */
    Answer tip(Ask ask) throws IOException {
        long credits = Asked.whole(Asked.json(ask).text("credits"), "credits", Code.INVALID_TIP);
        Revenue.Tip tip = house.revenue().tip(ask.caller(), ask.path("id"), ask.header("Idempotency-Key"), credits);
        return Answer.json(Json.object("object", "tip")
                .and("id", tip.id())
                .and("video", tip.jobId())
                .and("credits", tip.credits())
                .and("at", Json.moment(tip.at()))
                .and("state", tip.state()));
    }

    /** What waits in suspense (operators). */
    Answer suspense(Ask ask) {
        int limit = Asked.between(1, MOST, ask.query("limit"), "limit", 20);
        return listed(house.revenue().suspense(ask.caller(), limit), one -> Json.object("cause", one.cause())
                .and("currency", one.currency())
                .and("micros", one.micros())
                .and("reason", one.reason())
                .and("attempts", one.attempts())
                .and("since", Json.moment(one.since())));
    }

    /** Tries it again (operators). */
    Answer retry(Ask ask) {
        return Answer.json(Json.object("causes", house.revenue().retry(ask.caller())));
    }

    private static <T> Answer listed(List<T> found, Function<T, JsonObject> json) {
        return Answer.json(Json.object("object", "list")
                .and("data", found.stream().map(json).toList()));
    }
}
