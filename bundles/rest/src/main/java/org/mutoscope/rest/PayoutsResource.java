package org.mutoscope.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Payouts;
import org.mutoscope.core.revenue.Statements;

/** Payouts and statements: what holders see of theirs, and what operators do. */
final class PayoutsResource {
    private static final int MAX_MESSAGE = 262_144;
    private static final String PROVIDER = "provider";

    private final House house;
    private final Supplier<Settings> settings;
    private final RateLimiter limiter = new RateLimiter(System::nanoTime);

    PayoutsResource(House house, Supplier<Settings> settings) {
        this.house = house;
        this.settings = settings;
    }

    /** Where the caller is paid. */
    Answer destination(Ask ask) {
        return Answer.json(Json.object("object", "payout_destination")
                .and(
                        "destination",
                        house.payouts()
                                .destination(ask.caller())
                                .map(PayoutsResource::destination)
                                .orElse(null)));
    }

    /** Sets it. */
    Answer payTo(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        return Answer.json(destination(
                house.payouts().payTo(ask.caller(), Asked.text(fields, PROVIDER), Asked.text(fields, "destination"))));
    }

    /** Makes the caller known to a provider. */
    Answer join(Ask ask) throws IOException {
        Payouts.Joined joined = house.payouts().join(ask.caller(), Asked.text(Asked.json(ask), PROVIDER));
        return Answer.json(
                destination(joined.destination()).and("link", joined.link()).and("ready", joined.ready()));
    }

    private static JsonObject destination(Payouts.Destination to) {
        return Json.object(PROVIDER, to.provider())
                .and("destination", to.hint())
                .and("changed_at", Json.moment(to.changedAt()))
                .and("usable_at", Json.moment(to.usableAt()))
                .and("blocked", to.blocked());
    }

    /** The caller's payouts, for operators all, the newest first. */
    Answer list(Ask ask) {
        return page(ask, (before, limit) -> house.payouts().list(ask.caller(), before, limit), PayoutsResource::payout);
    }

    private interface Pages<T> {
        List<T> of(long before, int limit);
    }

    private static <T> Answer page(Ask ask, Pages<T> pages, Function<T, JsonObject> json) {
        String before = ask.query("before");
        long from = before == null || before.isEmpty()
                ? Long.MAX_VALUE
                : Asked.whole(before, "before", Code.INVALID_PAGING);
        int limit = Asked.between(1, 100, ask.query("limit"), "limit", 20);
        List<T> found = pages.of(from, limit + 1);
        List<T> shown = found.subList(0, Math.min(limit, found.size()));
        return Answer.json(Json.object("object", "list")
                .and("data", shown.stream().map(json).toList())
                .and("has_more", found.size() > shown.size()));
    }

    private static JsonObject payout(Payouts.Payout payout) {
        return Json.object("object", "payout")
                .and("id", payout.id())
                .and("seq", payout.seq())
                .and("run", payout.run())
                .and("holder", payout.holder())
                .and("currency", payout.currency())
                .and("minor", payout.minor())
                .and("withheld", payout.withheld())
                .and(PROVIDER, payout.provider())
                .and("destination", payout.destination())
                .and("state", payout.state().name().toLowerCase(Locale.ROOT))
                .and("reference", payout.reference())
                .and("reason", payout.reason())
                .and("made_at", Json.moment(payout.madeAt()))
                .and("sent_at", Json.moment(payout.sentAt()))
                .and("back_at", Json.moment(payout.backAt()));
    }

    /** What a run would pay now. */
    Answer plan(Ask ask) {
        return Answer.json(
                Json.object("object", "list").and("data", due(house.payouts().plan(ask.caller()))));
    }

    private static List<JsonObject> due(List<Payouts.Due> due) {
        return due.stream()
                .map(one -> Json.object("holder", one.holder())
                        .and("currency", one.currency())
                        .and("micros", one.micros())
                        .and("minor", one.minor())
                        .and("withheld", one.withheld())
                        .and(PROVIDER, one.provider())
                        .and("obstacle", one.obstacle()))
                .toList();
    }

    /** Pays. */
    Answer run(Ask ask) {
        Payouts.Run run = house.payouts().run(ask.caller());
        return Answer.json(Json.object("object", "payout_run")
                .and("id", run.id())
                .and(
                        "payouts",
                        run.payouts().stream().map(PayoutsResource::payout).toList())
                .and("left", due(run.left())));
    }

    /** The operator's word: {@code paid}, {@code returned}, or {@code ask} and {@code reverse}, which ask the provider. */
    Answer tell(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        String id = ask.path("id");
        String outcome = Asked.text(fields, "outcome");
        Payouts payouts = house.payouts();
        return Answer.json(payout(
                switch (outcome) {
                    case "paid" -> payouts.tell(ask.caller(), id, true, fields.text("reason"));
                    case "returned" -> payouts.tell(ask.caller(), id, false, fields.text("reason"));
                    case "ask" -> payouts.ask(ask.caller(), id);
                    case "reverse" -> payouts.takeBack(ask.caller(), id);
                    default -> throw new Problem(
                            Code.INVALID_REQUEST, "\"outcome\" is paid, returned, ask or reverse.", "outcome", null);
                }));
    }

    /** A message of a provider. It has no key; the provider knows its signature, and what it is about is asked for. */
    Answer message(Ask ask) throws IOException {
        int perMinute = settings.get().noticesPerMinute();
        RateLimiter.Answer rate = limiter.take(ask.call().origin().network(), perMinute, perMinute);
        ask.call().rate(rate);
        if (!rate.allowed()) {
            throw new Problem(
                    Code.RATE_LIMIT_EXCEEDED,
                    "More than " + perMinute + " messages a minute come from this address. Send it again later.");
        }
        byte[] body = ask.body(MAX_MESSAGE).readNBytes(MAX_MESSAGE + 1);
        Map<String, String> headers = new TreeMap<>();
        for (String name : Collections.list(ask.request().getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), ask.request().getHeader(name));
        }
        house.payouts().message(ask.path(PROVIDER), headers, body);
        return Answer.json(Json.object("received", true));
    }

    /** The caller's statements, for operators and auditors all, the newest first. */
    Answer statements(Ask ask) {
        return page(
                ask,
                (before, limit) -> house.statements().list(ask.caller(), before, limit),
                PayoutsResource::statement);
    }

    private static JsonObject statement(Statements.Statement one) {
        return Json.object("object", "statement")
                .and("id", one.id())
                .and("seq", one.seq())
                .and("holder", one.holder())
                .and("currency", one.currency())
                .and("number", one.number())
                .and("period", one.period())
                .and("made_at", Json.moment(one.madeAt()))
                .and("on_hold", one.onHold())
                .and("payable", one.payable())
                .and("sha256", one.sha256());
    }

    /** A statement as it was signed; {@code ?format=csv} as a table. */
    Answer statementFile(Ask ask) {
        boolean csv = "csv".equals(ask.query("format"));
        String text = house.statements().show(ask.caller(), ask.path("id"), csv);
        return Answer.of(200).bytes(text.getBytes(StandardCharsets.UTF_8), csv ? "text/csv; charset=utf-8" : Json.TYPE);
    }
}
