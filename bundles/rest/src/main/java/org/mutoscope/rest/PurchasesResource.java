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

    /** Turns a proof of purchase into credits, once. */
    Answer redeem(Ask ask) throws IOException {
        Purchases purchases = house.purchases();
        Fields fields = Asked.json(ask);
        String provider = Asked.text(fields, "provider");
        String proof = Asked.text(fields, "proof");
        if (proof.getBytes(StandardCharsets.UTF_8).length > MAX_PROOF) {
            throw new Problem(Code.REQUEST_TOO_LARGE, "A proof has at most " + MAX_PROOF + " bytes.", "proof", null);
        }
        String account = ask.caller().accountId();
        return Answer.json(Json.object("lot", CreditsResource.lot(purchases.redeem(account, provider, proof))));
    }
}
