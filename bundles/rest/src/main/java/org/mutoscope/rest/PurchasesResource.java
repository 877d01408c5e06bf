package org.mutoscope.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Purchases;

/** Money's way in. */
final class PurchasesResource {
    private static final int MAX_PROOF = 65_536;

    private final House house;

    PurchasesResource(House house) {
        this.house = house;
    }

    /** Lists the providers there are. */
    Answer providers(Ask ask) {
        return Answer.json(Json.object("data", house.purchases().providers()));
    }

    /** The id by which stores know the caller's account. */
    Answer token(Ask ask) {
        return Answer.json(Json.object(
                "token", house.purchases().token(ask.caller().accountId()).toString()));
    }

    /** Whether a store that asks before a refund may be told how much was spent. */
    Answer consent(Ask ask) {
        return Answer.json(Json.object(
                "refund_answers", house.purchases().consent(ask.caller().accountId())));
    }

    /** Gives or withdraws that consent. */
    Answer setConsent(Ask ask) throws IOException {
        String given = Asked.text(Asked.json(ask), "refund_answers");
        if (!given.equals("true") && !given.equals("false")) {
            throw new Problem(Code.INVALID_REQUEST, "\"refund_answers\" is true or false.", "refund_answers", null);
        }
        house.purchases().consent(ask.caller().accountId(), given.equals("true"));
        return consent(ask);
    }

    /** Turns a proof of purchase into credits, once. */
    Answer redeem(Ask ask) throws IOException {
        Purchases purchases = house.purchases();
        Fields fields = Asked.json(ask);
        String provider = Asked.text(fields, "provider");
        String proof = Asked.text(fields, "proof");
        if (proof.getBytes(StandardCharsets.UTF_8).length > MAX_PROOF) {
            throw new Problem(Code.REQUEST_TOO_LARGE, "A proof has at most " + MAX_PROOF + " bytes.", "proof", null);
        }
        Purchases.Receipt receipt = purchases.redeem(ask.caller().accountId(), provider, proof);
        return Answer.json(Json.object("lot", receipt.lot() == null ? null : CreditsResource.lot(receipt.lot()))
                .and("plan", receipt.plan())
                .and("balance", CreditsResource.balance(receipt.balance())));
    }
}
