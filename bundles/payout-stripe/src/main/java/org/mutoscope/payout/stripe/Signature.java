package org.mutoscope.payout.stripe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The header {@code stripe-signature}: a time and HMAC-SHA256 of {@code time.body}, in hexadecimal (Stripe: Webhooks, Verify manually). */
final class Signature {
    /** How far the time may be from the moment of arrival. */
    static final Duration TOLERANCE = Duration.ofSeconds(300);

    private static final int MOST_SIGNATURES = 20;

    private final String time;
    private final List<byte[]> signatures;

    private Signature(String time, List<byte[]> signatures) {
        this.time = time;
        this.signatures = signatures;
    }

    /** @throws IllegalArgumentException if it is not written as Stripe writes it */
    static Signature of(String header) {
        String time = "";
        List<byte[]> signatures = new ArrayList<>();
        for (String part : (header == null ? "" : header).split(",", MOST_SIGNATURES)) {
            String[] sides = part.strip().split("=", 2);
            if (sides.length == 2 && sides[0].equals("t")) {
                time = sides[1];
            } else if (sides.length == 2 && sides[0].equals("v1")) { // v0 is Stripe's own test scheme
                signatures.add(sides[1].getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!time.matches("[0-9]{1,11}") || signatures.isEmpty()) {
            throw new IllegalArgumentException(
                    "the notice has no stripe-signature header with a time and a v1 signature");
        }
        return new Signature(time, signatures);
    }

    /** @throws IllegalArgumentException if it was not made about then: somebody may have kept it to send it again */
    void requireFresh(Instant received) {
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), received)
                .abs();
        if (apart.compareTo(TOLERANCE) > 0) {
            throw new IllegalArgumentException(
                    "the notice was signed " + apart.toSeconds() + " s away from its arrival, more than "
                            + TOLERANCE.toSeconds() + " s: an old notice sent again, or a clock that is wrong");
        }
    }

    /** Whether this secret made it, over the bytes as they came. */
    boolean madeWith(String secret, byte[] body) {
        byte[] expected = HexFormat.of().formatHex(mac(secret, body)).getBytes(StandardCharsets.UTF_8);
        boolean made = false;
        for (byte[] signature : signatures) {
            made |= MessageDigest.isEqual(expected, signature);
        }
        return made;
    }

    private byte[] mac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
