package org.mutoscope.credits;

import java.util.HashMap;
import java.util.Map;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** What a posting must be before it reaches a table. */
final class MoneyRules {
    private MoneyRules() {}

    static void require(MoneyBook.Posting posting) {
        Keys.require(posting.key(), 160, "key");
        Keys.require(posting.cause(), 160, "cause");
        if (!posting.kind().matches("[A-Z_]{1,24}") || posting.lines().isEmpty()) {
            throw wrong("A posting has a kind of 1 to 24 capital letters, and lines.");
        }
        Map<String, Long> sums = new HashMap<>();
        for (MoneyBook.Line line : posting.lines()) {
            require(line.place());
            if (line.micros() == 0) {
                throw wrong("A line moves something: 0 micros is none.");
            }
            try {
                sums.merge(line.place().currency(), line.micros(), Math::addExact);
            } catch (ArithmeticException e) {
                throw wrong("The lines add up to more than can be counted.");
            }
        }
        sums.forEach((currency, sum) -> {
            if (sum != 0) {
                throw wrong(
                        "A posting sums to zero in each currency, this one to " + sum + " micros of " + currency + ".");
            }
        });
    }

    private static void require(MoneyBook.Place place) {
        Keys.require(place.ownerId(), 64, "owner");
        Keys.require(place.purpose(), 24, "purpose");
        boolean ours =
                place.ownerKind().equals(MoneyBook.SYS) && place.ownerId().equals(MoneyBook.PLATFORM);
        if (!ours && !place.ownerKind().equals(MoneyBook.HOLDER)) {
            throw wrong(
                    "The book of money knows holders and the platform, not " + Words.shown(place.ownerKind()) + ".");
        }
        if (!place.currency().matches("[A-Z]{3}")) {
            throw wrong("A currency is three capital letters (ISO 4217), not " + Words.shown(place.currency()) + ".");
        }
    }

    private static Problem wrong(String message) {
        return new Problem(Code.INVALID_AMOUNT, message);
    }
}
