package org.mutoscope.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The keys of an account: the caller's own; of another for administrators. */
@Path("/api/v1/keys")
public final class KeysResource {
    private final House house;

    KeysResource(House house) {
        this.house = house;
    }

    /** Lists keys without their secrets. */
    @GET
    public Response list(@Context HttpServletRequest request, @QueryParam("account") String account) {
        Identity identity = house.identity();
        String of = Asked.account(identity, Call.of(request).caller(), account);
        return Json.ok(Json.object(
                "data", identity.keys(of).stream().map(KeysResource::key).toList()));
    }

    private static Object key(Identity.KeyFacts key) {
        return Json.object("key_id", key.keyId())
                .and("label", key.label())
                .and("hint", key.hint())
                .and("created_at", Json.moment(key.createdAt()))
                .and("expires_at", Json.moment(key.expiresAt()))
                .and("revoked", key.revoked());
    }

    /** Issues a key; it is shown this once. */
    @POST
    public Response issue(@Context HttpServletRequest request) throws IOException {
        Identity identity = house.identity();
        Caller caller = Call.of(request).caller();
        Fields fields = Asked.json(request);
        String label = fields.text("label");
        Instant expires = expiry(fields.text("expires_at"));
        String account = Asked.account(identity, caller, fields.text("account_id"));
        Identity.Issued issued = identity.issue(account, label == null ? "key" : label, expires, caller);
        return Json.ok(Json.object("key_id", issued.keyId())
                .and("api_key", issued.key())
                .and("account_id", account)
                .and("expires_at", Json.moment(expires)));
    }

    private static Instant expiry(String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant expires = Instant.parse(text);
            if (expires.isAfter(Instant.now())) {
                return expires;
            }
        } catch (DateTimeParseException e) {
            // The sentence below says it for both.
        }
        throw new Problem(
                Code.INVALID_REQUEST,
                "\"expires_at\" is a moment in the future, for example 2027-01-31T00:00:00Z.",
                "expires_at",
                null);
    }

    /** Ends a key. */
    @DELETE
    @Path("{id}")
    public Response revoke(
            @Context HttpServletRequest request, @PathParam("id") String id, @QueryParam("account") String account) {
        Identity identity = house.identity();
        Caller caller = Call.of(request).caller();
        String of = Asked.account(identity, caller, account);
        if (!Owned.isId(id) || !identity.revoke(of, id, caller)) {
            throw new Problem(Code.NOT_FOUND, "This account has no such key.", "id", null);
        }
        return Json.ok(Json.object("key_id", id).and("revoked", true));
    }
}
