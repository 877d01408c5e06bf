package org.mutoscope.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What is no token of ours, first. */
class TokensTest {
    private static final Secret SECRET = new Secret("ab".repeat(32));
    private static final Ticket TICKET = new Ticket(
            Words.play(),
            "video_1",
            "viewer_1",
            Level.SIGNED_IN,
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-10-10T12:00:00.123Z"));

    @Test
    void whatIsNotOursIsRefused() {
        String good = Tokens.write(TICKET, SECRET);
        List<String> bad = new ArrayList<>();
        bad.add(null);
        bad.addAll(
                List.of("", "vt1", "vt1..", "vt1.a.b", "vt2" + good.substring(3), good + "x", good + ".x", " " + good));
        bad.add("x".repeat(100_000));
        bad.add("vt1." + encoded("\n\n\n\n\n") + "." + good.split("\\.")[2]);
        bad.add("vt1." + encoded("a\nb\nc\nSIGNED_IN\n1\n99999999999999999999") + ".AAAA");
        bad.add("vt1." + encoded("a\nb\nc\nSIGNED_IN\n1\n" + Long.MAX_VALUE) + ".AAAA");
        bad.add("vt1." + encoded("a\nb\nc\nKING\n1\n1") + ".AAAA");
        bad.add("vt1.%%%." + good.split("\\.")[2]);
        for (int at = 4; at < good.length() - 1; at++) {
            char other = good.charAt(at) == 'A' ? 'B' : 'A';
            bad.add(good.substring(0, at) + other + good.substring(at + 1));
        }
        for (String token : bad) {
            Problem problem = assertThrows(Problem.class, () -> Tokens.read(token, day -> SECRET), token);
            assertEquals(Code.INVALID_VIEW_TOKEN, problem.code());
        }
    }

    @Test
    void anotherSecretOrNone() {
        String good = Tokens.write(TICKET, SECRET);
        assertThrows(Problem.class, () -> Tokens.read(good, day -> new Secret("cd".repeat(32))));
        assertThrows(Problem.class, () -> Tokens.read(good, day -> null));
    }

    @Test
    void oursComesBackAsItWas() {
        assertEquals(TICKET, Tokens.read(Tokens.write(TICKET, SECRET), day -> SECRET));
        Ticket unknown = new Ticket(TICKET.play(), "video_1", null, Level.UNKNOWN, null, TICKET.began());
        assertEquals(unknown, Tokens.read(Tokens.write(unknown, SECRET), day -> SECRET));
    }

    private static String encoded(String fields) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }
}
