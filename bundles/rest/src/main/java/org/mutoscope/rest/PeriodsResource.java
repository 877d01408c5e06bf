package org.mutoscope.rest;

import java.io.IOException;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Imports;
import org.mutoscope.core.revenue.Periods;

/** Income from outside, and the months in which it is shared, for operators. */
final class PeriodsResource {
    private static final int MOST = 1_000;
    private static final int MOST_BYTES = 16_777_216;

    private final House house;

    PeriodsResource(House house) {
        this.house = house;
    }

    /** Takes a file: its bytes are the body, so that the signature is over what was sent. */
    Answer take(Ask ask) throws IOException {
        Body body = ask.body(MOST_BYTES);
        boolean json = body.isJson();
        if (!json && !body.mediaType().equals("text/csv")) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Send the file as text/csv or application/json, and say which in the header Content-Type.");
        }
        String source = ask.query("source");
        if (source == null || source.isEmpty()) {
            throw new Problem(Code.INVALID_REQUEST, "\"source\" says who signed the file.", "source", null);
        }
        String signature = ask.header("mutoscope-signature");
        Imports.File file = new Imports.File(source, json, body.readAllBytes(), signature == null ? "" : signature);
        return Answer.json(of(house.imports().take(ask.caller(), file)));
    }

    /** Lists files, or the lines of a month. */
    Answer imports(Ask ask) {
        String period = ask.query("period");
        if (period == null || period.isEmpty()) {
            return list(house.imports().files(ask.caller(), limit(ask)).stream()
                    .map(PeriodsResource::of)
                    .toList());
        }
        String after = ask.query("after");
        long from = after == null || after.isEmpty() ? 0 : Asked.whole(after, "after", Code.INVALID_PAGING);
        return list(house.imports().lines(ask.caller(), month(period).toString(), from, limit(ask)).stream()
                .map(PeriodsResource::of)
                .toList());
    }

    /** Closes a month. */
    Answer close(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        boolean provisional = fields.text("provisional") != null && RightsJson.yes(fields, "provisional");
        return Answer.json(of(house.periods().close(ask.caller(), month(ask.path("period")), provisional)));
    }

    /** Lists months. */
    Answer months(Ask ask) {
        return list(house.periods().months(ask.caller(), limit(ask)).stream()
                .map(PeriodsResource::of)
                .toList());
    }

    /** Lists what of a month was shared. */
    Answer runs(Ask ask) {
        return list(house.periods().runs(ask.caller(), month(ask.path("period"))).stream()
                .map(PeriodsResource::of)
                .toList());
    }

    private static Answer list(List<JsonObject> data) {
        return Answer.json(Json.object("object", "list").and("data", data));
    }

    private static int limit(Ask ask) {
        return Asked.between(1, MOST, ask.query("limit"), "limit", 100);
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw new Problem(Code.INVALID_REQUEST, "A month is written as 2026-11.", "period", e);
        }
    }

    private static JsonObject of(Imports.Taken taken) {
        return Json.object("id", taken.id())
                .and("object", "revenue.import")
                .and("source", taken.source())
                .and("sha256", taken.sha256())
                .and("lines", taken.lines())
                .and("new_lines", taken.fresh())
                .and("again", taken.again())
                .and("at", Json.moment(taken.at()));
    }

    private static JsonObject of(Imports.Line line) {
        return Json.object("id", line.id())
                .and("object", "revenue.import.line")
                .and("import", line.importId())
                .and("line", line.number())
                .and("source", line.source())
                .and("reference", line.reference())
                .and("period", line.period())
                .and("currency", line.currency())
                .and("net_minor", line.minor())
                .and("asset", line.asset())
                .and("corrects", line.corrects())
                .and("at", Json.moment(line.at()));
    }

    private static JsonObject of(Periods.Month month) {
        return Json.object("period", month.period())
                .and("object", "revenue.month")
                .and("state", month.state())
                .and("provisional", month.provisional())
                .and("suspended", month.suspended())
                .and("closed_at", Json.moment(month.closedAt()));
    }

    private static JsonObject of(Periods.Run run) {
        return Json.object("id", run.id())
                .and("object", "revenue.run")
                .and("pool", run.pool())
                .and("currency", run.currency())
                .and("cause", run.cause())
                .and("micros", run.micros())
                .and("shared", run.shared())
                .and("made_by", run.by())
                .and("state", run.state())
                .and("reason", run.reason());
    }
}
