package org.mutoscope.revenue;

import java.time.Duration;
import java.util.Map;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Deals.Quote;
import org.mutoscope.core.storage.Transaction;

/** What a quote must be. */
final class DealRules {
    private static final long MOST_MINOR = 1_000_000_000_000L;
    private static final int MOST_PARTS = 100;
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private DealRules() {}

    /** What can be said without the tables. */
    static void require(Quote quote) {
        if (quote.currency() == null || !ImportLine.isCurrency(quote.currency())) {
            throw bad("\"currency\" is a code of ISO 4217, as EUR.", "currency");
        } else if (quote.price() < 0 || quote.guarantee() > MOST_MINOR) {
            throw bad("Amounts are whole minor units from 0 to 1000000000000.", "price");
        } else if (quote.guarantee() < quote.price() || quote.guarantee() == 0) {
            throw bad(
                    "\"guarantee\" is what is invoiced in all at least: at least 1, and no less than the price.",
                    "guarantee");
        } else if (quote.from() == null || quote.to() == null || !quote.from().isBefore(quote.to())) {
            throw bad("\"from\" and \"to\" are moments, the first before the second.", "from");
        } else if (Duration.between(quote.from(), quote.to()).compareTo(LONGEST) > 0) {
            throw bad("A licence lasts a hundred years at most.", "to");
        }
        line(quote.text(), 500, "text");
        split(quote.split());
    }

    private static void split(Map<String, Long> split) {
        long sum = 0;
        for (long ppm : split.values()) {
            if (ppm < 1 || ppm > 1_000_000) {
                throw bad("A part is 1 to 1000000 millionths.", "split");
            }
            sum += ppm;
        }
        if (split.size() > MOST_PARTS || !split.isEmpty() && sum != 1_000_000) {
            throw bad("The parts of at most 100 holders add up to 1000000 millionths, not " + sum + ".", "split");
        }
    }

    /** A text on one line that can stand on an invoice. */
    static void line(String text, int most, String name) {
        if (text == null
                || text.isBlank()
                || text.length() > most
                || text.chars().anyMatch(Character::isISOControl)) {
            throw bad("\"" + name + "\" is one line of 1 to " + most + " characters.", name);
        }
    }

    private record Subject(String holder, String state, boolean minor) {}

    /** The subject's holder, if the caller may license it. */
    static String holder(Transaction tx, Caller by, String subjectId) {
        Subject subject = tx.first(
                        "select holder, state, under_age from rights_subject where id = ? and state <> 'OWN' and deleted_at is null",
                        row -> new Subject(row.text("holder"), row.text("state"), row.flag("under_age")),
                        subjectId)
                .filter(found -> by.may(Role.OPERATOR) || by.accountId().equals(found.holder()))
                .orElseThrow(() -> new Problem(
                        Code.SUBJECT_NOT_FOUND, "There is no such subject, or it is not yours.", "subject", null));
        if (subject.holder() == null || !subject.state().equals("ACTIVE") || subject.minor()) {
            throw bad(
                    "Only what somebody holds is licensed: not what is claimed, in dispute or off, and nobody under age.",
                    "subject");
        }
        return subject.holder();
    }

    /** Whether somebody holds it, undisputed. */
    static boolean isHeld(Transaction tx, String subjectId) {
        return !tx.query(
                        "select id from rights_subject where id = ? and state = 'ACTIVE' and holder is not null and under_age = false"
                                + " and deleted_at is null",
                        row -> true,
                        subjectId)
                .isEmpty();
    }

    static void requireAccount(Transaction tx, String id, String name) {
        if (id == null
                || tx.query("select id from account where id = ?", row -> true, id)
                        .isEmpty()) {
            throw bad("\"" + name + "\" names an account that is not there.", name);
        }
    }

    static Problem bad(String message, String param) {
        return new Problem(Code.INVALID_DEAL, message, param, null);
    }
}
