package org.mutoscope.rest;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Deals;

/** Commercial licences by contract. */
final class DealsResource {
    private static final int MOST = 1_000;

    private final House house;

    DealsResource(House house) {
        this.house = house;
    }

    /** Quotes a licence. */
    Answer quote(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        long price = Asked.whole(fields.text("price"), "price", Code.INVALID_DEAL);
        String guarantee = fields.text("guarantee");
        Deals.Quote quote = new Deals.Quote(
                Asked.text(fields, "subject"),
                Asked.text(fields, "buyer"),
                Asked.text(fields, "currency"),
                price,
                guarantee == null ? price : Asked.whole(guarantee, "guarantee", Code.INVALID_DEAL),
                moment(fields, "from"),
                moment(fields, "to"),
                split(fields.value("split")),
                Asked.text(fields, "text"));
        return Answer.json(of(house.deals().quote(ask.caller(), quote)));
    }

    /** Accepts one. */
    Answer accept(Ask ask) {
        return Answer.json(of(house.deals().accept(ask.caller(), ask.path("id"))));
    }

    /** Takes one back. */
    Answer withdraw(Ask ask) {
        return Answer.json(of(house.deals().withdraw(ask.caller(), ask.path("id"))));
    }

    /** Invoices use. */
    Answer bill(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        Deals.Invoice invoice = house.deals()
                .bill(
                        ask.caller(),
                        ask.path("id"),
                        Asked.whole(fields.text("minor"), "minor", Code.INVALID_DEAL),
                        Asked.text(fields, "text"),
                        Asked.text(fields, "key"));
        return Answer.json(of(invoice));
    }

    /** Ends one whose time is over. */
    Answer end(Ask ask) {
        return Answer.json(of(house.deals().end(ask.caller(), ask.path("id"))));
    }

    /** Lists the caller's deals. */
    Answer deals(Ask ask) {
        int limit = Asked.between(1, MOST, ask.query("limit"), "limit", 100);
        return Answer.json(Json.object("object", "list")
                .and(
                        "data",
                        house.deals().deals(ask.caller(), limit).stream()
                                .map(DealsResource::of)
                                .toList()));
    }

    /** Lists the invoices of one. */
    Answer invoices(Ask ask) {
        return Answer.json(Json.object("object", "list")
                .and(
                        "data",
                        house.deals().invoices(ask.caller(), ask.path("id")).stream()
                                .map(DealsResource::of)
                                .toList()));
    }

    private static Instant moment(Fields fields, String name) {
        try {
            return Instant.parse(Asked.text(fields, name));
        } catch (DateTimeParseException e) {
            throw new Problem(Code.INVALID_DEAL, "\"" + name + "\" is a moment, as 2026-12-01T00:00:00Z.", name, e);
        }
    }

    private static Map<String, Long> split(Object given) {
        Map<String, Long> split = new HashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((holder, ppm) ->
                    split.put(String.valueOf(holder), Asked.whole(String.valueOf(ppm), "split", Code.INVALID_DEAL)));
        } else if (given != null) {
            throw new Problem(
                    Code.INVALID_DEAL, "\"split\" is an object: millionths by the holders' accounts.", "split", null);
        }
        return split;
    }

    private static JsonObject of(Deals.Deal deal) {
        Deals.Quote quote = deal.quote();
        return Json.object("id", deal.id())
                .and("object", "revenue.deal")
                .and("subject", quote.subjectId())
                .and("maker", deal.maker())
                .and("buyer", quote.buyer())
                .and("state", deal.state())
                .and("currency", quote.currency())
                .and("price", quote.price())
                .and("guarantee", quote.guarantee())
                .and("from", Json.moment(quote.from()))
                .and("to", Json.moment(quote.to()))
                .and("split", quote.split())
                .and("text", quote.text())
                .and("invoiced", deal.invoiced())
                .and("paid", deal.paid())
                .and("created_at", Json.moment(deal.at()));
    }

    private static JsonObject of(Deals.Invoice invoice) {
        return Json.object("number", invoice.number())
                .and("object", "revenue.invoice")
                .and("deal", invoice.dealId())
                .and("kind", invoice.kind())
                .and("currency", invoice.currency())
                .and("minor", invoice.minor())
                .and("paid", invoice.paid())
                .and("state", invoice.paid() >= invoice.minor() ? "paid" : "open")
                .and("text", invoice.text())
                .and("created_at", Json.moment(invoice.at()));
    }
}
