package org.mutoscope.rest;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What backends spend at services, for those who pay for it. */
final class UpstreamResource {
    private final House house;

    UpstreamResource(House house) {
        this.house = house;
    }

    /** Lists budgets of this day and this month, and models that are stopped. */
    Answer show(Ask ask) {
        Upstream upstream = house.upstream();
        return Answer.json(Json.object(
                        "data",
                        upstream.budgets().stream()
                                .map(UpstreamResource::budget)
                                .toList())
                .and(
                        "stopped",
                        upstream.stops().stream().map(UpstreamResource::stop).toList()));
    }

    private static Map<String, Object> budget(Upstream.Budget budget) {
        return Json.object("backend", budget.backend())
                .and("period", budget.period())
                .and("limit_micros", budget.limit() < 0 ? null : budget.limit())
                .and("spent_micros", budget.spent())
                .and("reserved_micros", budget.reserved())
                .and("left_micros", budget.left() < 0 ? null : budget.left());
    }

    private static Map<String, Object> stop(Upstream.Stop stop) {
        return Json.object("backend", stop.backend())
                .and("model", stop.model())
                .and("reason", stop.reason())
                .and("at", Json.moment(stop.at()));
    }

    /** Tells what a month's clips earned and cost. */
    Answer report(Ask ask) {
        String month = ask.query("month") == null
                ? house.work()
                        .read(tx -> tx.now().atOffset(ZoneOffset.UTC).toString().substring(0, 7))
                : ask.query("month");
        List<Upstream.Margin> margins = house.upstream().margins(month);
        return Answer.json(Json.object("month", month)
                .and("data", margins.stream().map(UpstreamResource::margin).toList())
                .and(
                        "earned_micros",
                        margins.stream().mapToLong(Upstream.Margin::earned).sum())
                .and(
                        "spent_micros",
                        margins.stream().mapToLong(Upstream.Margin::spent).sum())
                .and(
                        "margin_micros",
                        margins.stream().mapToLong(Upstream.Margin::margin).sum()));
    }

    private static Map<String, Object> margin(Upstream.Margin margin) {
        return Json.object("backend", margin.backend())
                .and("model", margin.model())
                .and("jobs", margin.jobs())
                .and("credits", margin.credits())
                .and("earned_micros", margin.earned())
                .and("spent_micros", margin.spent())
                .and("open_micros", margin.open())
                .and("margin_micros", margin.margin());
    }

    /** Lets a model that was stopped have jobs again. */
    Answer reopen(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        String backend = Asked.text(fields, "backend");
        String model = Asked.text(fields, "model");
        if (!house.upstream().reopen(backend, model)) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "That model of that backend is not stopped; GET /api/v1/upstream lists those that are.",
                    "model",
                    null);
        }
        Audit.write(house, ask.caller(), "upstream.reopen", backend + " " + model);
        return Answer.json(Json.object("backend", backend).and("model", model).and("stopped", false));
    }
}
