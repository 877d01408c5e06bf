package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;

/** What a notice may say. */
interface NoticeContract extends OnBench {
    /** Whatever arrives at the notices' address and is no notice is refused by name; nothing else is thrown. */
    @Test
    default void junkNoticeIsRefused() {
        for (String junk : List.of("", "x", "{}", "[[", "\u0000\u0001", "signedPayload=a.b.c", "9".repeat(1_048_576))) {
            SentNotice notice = new SentNotice(Map.of("content-type", "application/json"), junk);
            assertThrows(
                    NoticeRefused.class,
                    () -> bench().interpret(bench().provider, notice),
                    "junk of " + junk.length() + " characters");
        }
    }

    /** A notice that the store did not sign is refused. */
    @Test
    default void forgedNoticeIsRefused() {
        declared();
        assertFalse(bench().specimen.forgedNotices().isEmpty(), "the specimen has notices and names no forged one");
        for (SentNotice forged : bench().specimen.forgedNotices()) {
            assertThrows(NoticeRefused.class, () -> bench().interpret(bench().provider, forged), "a forged notice");
        }
    }

    /** The same notice gives the same reading: at once, a day later, after a restart. Only the moment for which the store vouches may be another. */
    @Test
    default void sameNoticeSameReading() throws Exception {
        declared();
        for (SentNotice notice : bench().specimen.notices()) {
            List<Object> first = reading(bench(), bench().provider, notice);
            assertEquals(first, reading(bench(), bench().provider, notice), "the reading of a duplicate");
            bench().context.advance(Duration.ofDays(1));
            assertEquals(first, reading(bench(), bench().provider, notice), "the reading a day later");
            BillingProvider restarted = bench().specimen.provider();
            assertEquals(first, reading(bench(), restarted, notice), "the reading after a restart");
        }
    }

    /** A reading does not depend on what was read before: notices come in any order. */
    @Test
    default void orderOfNoticesDoesNotMatter() throws Exception {
        declared();
        List<SentNotice> notices = bench().specimen.notices();
        List<List<Object>> forward = new ArrayList<>();
        for (SentNotice notice : notices) {
            forward.add(reading(bench(), bench().provider, notice));
        }
        try (Bench other = new Bench(new StoreDouble(), bench().specimen, Duration.ZERO)) {
            for (int n = notices.size() - 1; n >= 0; n--) {
                assertEquals(
                        forward.get(n),
                        reading(other, other.provider, notices.get(n)),
                        "the reading when the order is turned round");
            }
        }
    }

    /** Each event has an id of its own, or the host would drop the second as a duplicate. */
    @Test
    default void eventsHaveTheirOwnIds() throws Exception {
        declared();
        Set<String> ids = new HashSet<>();
        for (SentNotice notice : bench().specimen.notices()) {
            ids.add(bench().interpret(bench().provider, notice).eventId());
        }
        assertEquals(bench().specimen.notices().size(), ids.size(), "different event ids");
    }

    /** A genuine notice of an unknown type is kept for the operator: recognised is false, nothing is thrown, nothing follows. */
    @Test
    default void unknownTypeIsKept() throws Exception {
        assumeTrue(bench().specimen.unknownNotice().isPresent(), "not declared: no notice of an unknown type");
        NoticeReading reading = bench().interpret(
                        bench().provider, bench().specimen.unknownNotice().get());
        assertFalse(reading.recognised(), "an unknown type was taken for a known one");
        assertEquals(List.of(), reading.purchases(), "purchases of an unknown notice");
    }

    private static List<Object> reading(Bench on, BillingProvider by, SentNotice notice) throws Exception {
        return Outcomes.essence(on.interpret(by, notice));
    }

    private void declared() {
        assumeFalse(bench().specimen.notices().isEmpty(), "not declared: no notices");
    }
}
