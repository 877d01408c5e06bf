package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Purchases;

/** Money's way in. */
@Path("/api/v1")
public final class PurchasesResource {
    private static final int MAX_PROOF = 65_536;

    private final House house;

    PurchasesResource(House house) {
        this.house = house;
    }

    /** Lists the providers there are. */
    @GET
    @Path("billing/providers")
    public Response providers() {
        return Json.ok(Json.object("data", house.purchases().providers()));
    }

    /** Turns a proof of purchase into credits, once. */
    @POST
    @Path("purchases")
    public Response redeem(@Context HttpServletRequest request) throws IOException {
        Purchases purchases = house.purchases();
        Fields fields = Asked.json(request);
        String provider = Asked.text(fields, "provider");
        String proof = Asked.text(fields, "proof");
        if (proof.getBytes(StandardCharsets.UTF_8).length > MAX_PROOF) {
            throw new Problem(Code.REQUEST_TOO_LARGE, "A proof has at most " + MAX_PROOF + " bytes.", "proof", null);
        }
        String account = Call.of(request).caller().accountId();
        return Json.ok(Json.object("lot", CreditsResource.lot(purchases.redeem(account, provider, proof))));
    }
}
