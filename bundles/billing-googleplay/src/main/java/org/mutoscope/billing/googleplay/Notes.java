package org.mutoscope.billing.googleplay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.mutoscope.api.billing.BillingContext;

/** Purchase tokens are longer than ids may be, and they are proofs: a purchase's id is the hash of its token, and the token is a note. */
final class Notes {
    private static final String PREFIX = "gp.";

    private final BillingContext context;

    Notes(BillingContext context) {
        this.context = context;
    }

    static String id(String token) {
        return PREFIX + hash(token);
    }

    static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    void keep(String token) {
        keep(id(token), token);
    }

    /** @param id what the token shall be found by */
    void keep(String id, String token) {
        put("token." + id, token);
    }

    Optional<String> token(String id) {
        return context.read("token." + id);
    }

    /** The id of the subscription that a token continues. */
    Optional<String> first(String token) {
        return context.read("first." + id(token));
    }

    void first(String token, String id) {
        put("first." + id(token), id);
    }

    /** The token that took a token's place. */
    Optional<String> heir(String token) {
        return context.read("heir." + id(token));
    }

    void heir(String token, String by) {
        keep(token);
        put("heir." + id(token), by);
    }

    /** How much Google said was taken back, of 100,000. */
    int voided(String token) {
        return context.read("void." + id(token)).map(Integer::valueOf).orElse(0);
    }

    void voided(String token, int per100000) {
        put("void." + id(token), Integer.toString(Math.max(voided(token), per100000)));
    }

    /** A question before a refund: order and token of the question. */
    Optional<String[]> question(String id) {
        return context.read("review." + id).map(text -> text.split("\n", 2));
    }

    void question(String id, String order, String token) {
        put("review." + id, order + "\n" + token);
    }

    private void put(String key, String value) {
        if (!context.read(key).equals(Optional.of(value))) {
            context.write(key, value);
        }
    }
}
