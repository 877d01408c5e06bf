package org.mutoscope.rest;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mutoscope.api.plans.EligibilityState;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.Eligibilities;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Verifications for plans that are not for everybody. */
final class EligibilityResource {
    private final House house;

    EligibilityResource(House house) {
        this.house = house;
    }

    /** Shows what is known of an account. */
    Answer show(Ask ask) {
        String account =
                Asked.account(house.identity(), ask.caller(), ask.query("account"), Role.OPERATOR, Role.AUDITOR);
        Eligibilities desk = house.eligibilities();
        List<Eligibilities.Eligibility> known = house.work().read(tx -> desk.of(tx, account));
        return Answer.json(Json.object("account_id", account)
                .and("providers", desk.providers())
                .and("data", known.stream().map(EligibilityResource::json).toList()));
    }

    /** Takes the caller's claim to a provider. */
    Answer claim(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        String kind = Asked.text(fields, "kind");
        String proof = Asked.text(fields, "proof");
        return Answer.json(
                json(house.eligibilities().claim(ask.caller().accountId(), kind, fields.text("provider"), proof)));
    }

    /** Writes an operator's decision. */
    Answer decide(Ask ask) throws IOException {
        Identity identity = house.identity();
        Eligibilities desk = house.eligibilities();
        Fields fields = Asked.json(ask);
        String account = Asked.existing(identity, Asked.text(fields, "account_id"));
        Instant until = PlansResource.moment(fields.text("until"), "until");
        String reason = fields.text("reason") == null ? "" : fields.text("reason");
        Eligibilities.Decision decision = new Eligibilities.Decision(
                account, Asked.text(fields, "kind"), state(Asked.text(fields, "state")), until, reason);
        return Answer.json(json(house.work().write(tx -> {
            identity.audit(
                    tx, ask.caller(), "eligibility.decide", account + " " + decision.kind() + " " + decision.state());
            return desk.decide(tx, decision);
        })));
    }

    private static EligibilityState state(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "verified" -> EligibilityState.VERIFIED;
            case "refused" -> EligibilityState.REFUSED;
            default -> throw new Problem(Code.INVALID_REQUEST, "\"state\" is verified or refused.", "state", null);
        };
    }

    private static Map<String, Object> json(Eligibilities.Eligibility known) {
        return Json.object("account_id", known.accountId())
                .and("kind", known.kind())
                .and("provider", known.provider())
                .and("state", known.state().name().toLowerCase(Locale.ROOT))
                .and("valid_until", Json.moment(known.validUntil()))
                .and("message", known.message())
                .and("updated_at", Json.moment(known.updatedAt()));
    }
}
