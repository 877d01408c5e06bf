package org.mutoscope.rest;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Credits given by an operator, with a reason that stands in the audit. */
final class GrantResource {
    private static final int MAX_KEY = 100;
    private static final int MAX_REASON = 200;

    private final House house;

    GrantResource(House house) {
        this.house = house;
    }

    /** Grants credits; the same key again grants nothing more. */
    Answer grant(Ask ask) throws IOException {
        Identity identity = house.identity();
        Ledger ledger = house.ledger();
        Fields fields = Asked.json(ask);
        String account = Asked.existing(identity, Asked.text(fields, "account_id"));
        long credits = Asked.whole(fields.text("credits"), "credits", Code.INVALID_AMOUNT);
        String reason = bounded(Asked.text(fields, "reason"), "reason", MAX_REASON);
        String key = fields.text("key") == null ? UUID.randomUUID().toString() : fields.text("key");
        Ledger.GrantRequest grant =
                new Ledger.GrantRequest(account, Source.COMP, "grant:" + bounded(key, "key", MAX_KEY), credits, null);
        Caller caller = ask.caller();
        return Answer.json(house.work().write(tx -> {
            Ledger.Lot lot = ledger.grant(tx, grant);
            identity.audit(tx, caller, "credits.grant", account + " " + credits + " " + reason);
            Map<String, Object> answer = CreditsResource.lot(lot);
            answer.put("account_id", account);
            return answer;
        }));
    }

    private static String bounded(String text, String name, int most) {
        if (text.isBlank() || text.length() > most) {
            throw new Problem(Code.INVALID_REQUEST, "\"" + name + "\" has 1 to " + most + " characters.", name, null);
        }
        return text;
    }
}
