package org.mutoscope.rest;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.road.Studio;

/** What a clip would cost, fixed for a while. */
final class QuoteResource {
    private static final Set<String> KNOWN =
            Set.of("prompt", "model", "seconds", "size", "licences", "purpose", "territory");

    private final House house;

    QuoteResource(House house) {
        this.house = house;
    }

    /** Fixes a price. */
    Answer quote(Ask ask) throws IOException {
        Studio studio = house.studio();
        Fields fields = Asked.json(ask);
        Prices.Quote quote = studio.quote(new Studio.Submission(
                ask.caller().accountId(),
                fields.text("model"),
                fields.text("prompt"),
                fields.text("seconds"),
                fields.text("size"),
                fields.others(KNOWN),
                null,
                new Studio.Repeat(null, false, fields.sha256()),
                Studio.Given.WORDS,
                RightsJson.licensing(fields)));
        return Answer.json(json(quote));
    }

    static Map<String, Object> json(Prices.Quote quote) {
        Prices.Price price = quote.price();
        return Json.object("quote_id", quote.id())
                .and("model", price.model())
                .and("seconds", price.seconds())
                .and("size", price.size().toString())
                .and("audio", price.audio())
                .and("credits", price.credits())
                .and("expires_at", Json.moment(quote.expiresAt()))
                .and("version", price.version());
    }
}
