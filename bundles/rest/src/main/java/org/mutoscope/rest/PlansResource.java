package org.mutoscope.rest;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Plans: which there are, which an account is on, and an operator's hand on it. */
final class PlansResource {
    private final House house;

    PlansResource(House house) {
        this.house = house;
    }

    /** Lists the plans; open to all, like a price list. */
    Answer list(Ask ask) {
        return Answer.json(Json.object(
                "data", house.plans().list().stream().map(PlansResource::plan).toList()));
    }

    /** Shows the plan of an account. */
    Answer show(Ask ask) {
        String account =
                Asked.account(house.identity(), ask.caller(), ask.query("account"), Role.OPERATOR, Role.AUDITOR);
        Plans plans = house.plans();
        return Answer.json(standing(house.work().read(tx -> plans.planOf(tx, account))));
    }

    /** Puts an account on a plan. */
    Answer assign(Ask ask) throws IOException {
        Identity identity = house.identity();
        Plans plans = house.plans();
        Fields fields = Asked.json(ask);
        String account = Asked.existing(identity, Asked.text(fields, "account_id"));
        String plan = Asked.text(fields, "plan");
        Instant until = moment(fields.text("until"), "until");
        String key = fields.text("key") == null ? UUID.randomUUID().toString() : Asked.text(fields, "key");
        return Answer.json(standing(house.work().write(tx -> {
            Plans.Standing standing = plans.assign(tx, account, plan, until, "operator:" + key);
            identity.audit(
                    tx,
                    ask.caller(),
                    "plan.assign",
                    account + " " + standing.plan().id());
            return standing;
        })));
    }

    /** A moment in ISO 8601, or null if there is none. */
    static Instant moment(String text, String name) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Problem(
                    Code.INVALID_REQUEST, "\"" + name + "\" is a moment in UTC such as 2027-09-30T00:00:00Z.", name, e);
        }
    }

    static Map<String, Object> plan(Plan plan) {
        return Json.object("id", plan.id())
                .and("title", plan.title())
                .and("daily_clips", plan.dailyClips())
                .and("monthly_credits", plan.monthlyCredits())
                .and("running", plan.running())
                .and("unfinished", plan.unfinished())
                .and("weight", plan.weight())
                .and("largest", plan.largest() == null ? null : plan.largest().toString())
                .and("watermark", plan.watermark())
                .and("commercial", plan.commercial())
                .and("verification", plan.verification().isEmpty() ? null : plan.verification());
    }

    private static Map<String, Object> standing(Plans.Standing standing) {
        return Json.object("account_id", standing.accountId())
                .and("plan", plan(standing.plan()))
                .and("since", Json.moment(standing.since()))
                .and("until", Json.moment(standing.until()))
                .and("renews", standing.renews())
                .and("cause", standing.cause())
                .and("note", standing.note());
    }
}
