package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.road.Studio;

/** What a clip would cost, fixed for a while. */
@Path("/api/v1/quote")
public final class QuoteResource {
    private final House house;

    QuoteResource(House house) {
        this.house = house;
    }

    /** Fixes a price. */
    @POST
    public Response quote(@Context HttpServletRequest request) throws IOException {
        Studio studio = house.studio();
        Fields fields = Asked.json(request);
        Prices.Quote quote = studio.quote(new Studio.Submission(
                Call.of(request).caller().accountId(),
                fields.text("model"),
                fields.text("prompt"),
                fields.text("seconds"),
                fields.text("size"),
                Map.of(),
                null,
                new Studio.Repeat(null, false, fields.sha256())));
        Prices.Price price = quote.price();
        return Json.ok(Json.object("quote_id", quote.id())
                .and("model", price.model())
                .and("seconds", price.seconds())
                .and("size", price.size().toString())
                .and("credits", price.credits())
                .and("expires_at", Json.moment(quote.expiresAt()))
                .and("version", price.version()));
    }
}
