package org.mutoscope.revenue.views;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.api.revenue.PeriodFacts;

/** Ways to share a pool. */
enum Model {
    /** All money by all views (Spotify's way: imbra, Music Streaming Economy 15). */
    PRO_RATA("pro-rata", "views_pro_rata") {
        @Override
        Map<String, Long> divide(PeriodFacts facts) {
            return Allocator.divide(facts.amount(), facts.weights(), facts.period());
        }
    },

    /**
     * What each payer spent by what that payer watched (arXiv 2310.11861), so that a fraud moves no more than it paid. Whole units of the
     * facts, millionths of a minor unit, are divided for each payer and added up; minor units are made once, at the payout. What belongs to
     * no payer, or to one who watched nothing, goes by all views.
     */
    USER_CENTRIC("user-centric", "views_user_centric") {
        @Override
        Map<String, Long> divide(PeriodFacts facts) {
            Map<String, Long> sums = new HashMap<>();
            long given = 0;
            for (PeriodFacts.Payer payer : facts.payers()) {
                Map<String, Long> parts =
                        Allocator.divide(payer.amount(), payer.weights(), facts.period() + " " + payer.account());
                given = Math.addExact(given, add(parts, sums));
            }
            if (given > facts.amount()) {
                return Allocator.divide(facts.amount(), sums, facts.period());
            }
            add(Allocator.divide(facts.amount() - given, facts.weights(), facts.period()), sums);
            return sums;
        }
    };

    private final String word;
    private final String reason;

    Model(String word, String reason) {
        this.word = word;
        this.reason = reason;
    }

    /** Parts that add up to the amount; empty if nobody has a claim. */
    abstract Map<String, Long> divide(PeriodFacts facts);

    String reason() {
        return reason;
    }

    static Model of(String word) {
        return Arrays.stream(values())
                .filter(model -> model.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + word + "\" is no model of the pool: pro-rata or user-centric"));
    }

    private static long add(Map<String, Long> parts, Map<String, Long> to) {
        long sum = 0;
        for (Map.Entry<String, Long> part : parts.entrySet()) {
            to.merge(part.getKey(), part.getValue(), Math::addExact);
            sum += part.getValue();
        }
        return sum;
    }
}
