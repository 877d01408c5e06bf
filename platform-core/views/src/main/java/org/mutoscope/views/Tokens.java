package org.mutoscope.views;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Tokens as text: {@code vt1.BASE64URL(fields).BASE64URL(first 16 bytes of the HMAC)}, fields with a line break between. Whoever has one can read it; it says
 * nothing about anybody but an id that this installation alone knows the owner of.
 */
final class Tokens {
    static final int LONGEST = 600;

    private static final String VERSION = "vt1";
    private static final String PURPOSE = "token";
    private static final int MAC_BYTES = 16;
    private static final int FIELDS = 6;

    private Tokens() {}

    static String write(Ticket ticket, Secret secret) {
        String fields = String.join(
                "\n",
                ticket.play(),
                ticket.jobId(),
                ticket.viewer() == null ? "" : ticket.viewer(),
                ticket.level().name(),
                ticket.since() == null ? "" : Long.toString(ticket.since().toEpochMilli()),
                Long.toString(ticket.began().toEpochMilli()));
        return VERSION + '.' + encoded(fields.getBytes(StandardCharsets.UTF_8)) + '.' + encoded(mac(fields, secret));
    }

    /**
     * Reads a token that is signed by us.
     *
     * @param secrets secret of a day, or null if it is forgotten or never was
     * @throws Problem {@code invalid_view_token}
     */
    static Ticket read(String token, Function<LocalDate, Secret> secrets) {
        String[] parts = token == null || token.length() > LONGEST ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw bad();
        }
        try {
            String fields = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            Ticket ticket = ticket(fields.split("\n", -1));
            Secret secret = secrets.apply(ticket.day());
            if (secret == null
                    || !MessageDigest.isEqual(
                            mac(fields, secret), Base64.getUrlDecoder().decode(parts[2]))) {
                throw bad();
            }
            return ticket;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw bad();
        }
    }

    private static Ticket ticket(String[] fields) {
        if (fields.length != FIELDS) {
            throw bad();
        }
        return new Ticket(
                fields[0],
                fields[1],
                fields[2].isEmpty() ? null : fields[2],
                Level.valueOf(fields[3]),
                fields[4].isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(fields[4])),
                Instant.ofEpochMilli(Long.parseLong(fields[5])));
    }

    private static byte[] mac(String fields, Secret secret) {
        return Arrays.copyOf(secret.mac(PURPOSE, fields), MAC_BYTES);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Problem bad() {
        return new Problem(
                Code.INVALID_VIEW_TOKEN,
                "This token was not given by this installation, or its time is over. Ask for another and begin a new"
                        + " play.",
                "token",
                null);
    }
}
