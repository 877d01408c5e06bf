package org.mutoscope.rest;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The keys of an account: the caller's own; of another for administrators. */
final class KeysResource {
    private final House house;

    KeysResource(House house) {
        this.house = house;
    }

    /** Lists keys without their secrets. */
    Answer list(Ask ask) {
        String account = ask.query("account");
        Identity identity = house.identity();
        String of = Asked.account(identity, ask.caller(), account);
        return Answer.json(Json.object(
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
    Answer issue(Ask ask) throws IOException {
        Identity identity = house.identity();
        Caller caller = ask.caller();
        Fields fields = Asked.json(ask);
        String label = fields.text("label");
        Instant expires = expiry(fields.text("expires_at"));
        String account = Asked.account(identity, caller, fields.text("account_id"));
        Identity.Issued issued = identity.issue(account, label == null ? "key" : label, expires, caller);
        return Answer.json(Json.object("key_id", issued.keyId())
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
    Answer revoke(Ask ask) {
        String id = ask.path("id");
        String account = ask.query("account");
        Identity identity = house.identity();
        Caller caller = ask.caller();
        String of = Asked.account(identity, caller, account);
        if (!Owned.isId(id) || !identity.revoke(of, id, caller)) {
            throw new Problem(Code.NOT_FOUND, "This account has no such key.", "id", null);
        }
        return Answer.json(Json.object("key_id", id).and("revoked", true));
    }
}
