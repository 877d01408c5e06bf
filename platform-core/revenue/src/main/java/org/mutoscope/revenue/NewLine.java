package org.mutoscope.revenue;

import java.time.Instant;
import java.util.Objects;
import org.mutoscope.core.revenue.Revenue.State;
import org.mutoscope.core.revenue.Revenue.Stream;

/** A line in the making. */
final class NewLine {
    /** What makes it the same line again: deterministic, so that what is done twice is booked once. */
    final String key;

    final Stream stream;
    final String holder;
    final Money money;

    /** The platform's account it comes from, or goes back to. */
    String source = org.mutoscope.core.ledger.MoneyBook.REVENUE;

    String jobId;
    String subjectId;
    String cause = "";
    long units;
    Long weight;
    Long poolTotal;
    String rate;
    boolean budget;
    Long lotId;
    String corrects;
    String against;
    String by = "mutoscope";
    State state = State.ON_HOLD;
    /** Null: after the hold-back that is in force. */
    Instant releaseAt;
    /** Null: the month in which it is booked. */
    String period;

    private NewLine(String key, Stream stream, String holder, Money money) {
        this.key = Objects.requireNonNull(key);
        this.stream = stream;
        this.holder = Objects.requireNonNull(holder);
        this.money = money;
    }

    /** An amount. @param micros millionths of a minor unit, not 0 */
    record Money(String currency, long micros) {}

    /** @param key unique for ever among lines, of any length */
    static NewLine of(String key, Stream stream, String holder, Money money) {
        return new NewLine(key, stream, holder, money);
    }

    /** @param purpose of the platform's account, see {@link org.mutoscope.core.ledger.MoneyBook} */
    NewLine from(String purpose) {
        source = purpose;
        return this;
    }

    NewLine about(String job, String subject, String why) {
        jobId = job;
        subjectId = subject;
        cause = why;
        return this;
    }

    /** @param credits or views @param text rate as a fraction, or null */
    NewLine units(long credits, String text) {
        units = credits;
        rate = text;
        return this;
    }

    NewLine weighed(long of, long total) {
        weight = of;
        poolTotal = total;
        return this;
    }

    NewLine lot(Long id, boolean fromBudget) {
        lotId = id;
        budget = fromBudget;
        return this;
    }

    /** @param line whose payer got money back, or that was wrong @param lowered line with which this one is released and paid */
    NewLine corrects(String line, String lowered) {
        corrects = line;
        against = lowered;
        return this;
    }

    /** @param model {@code bundle@version} */
    NewLine by(String model) {
        by = model;
        return this;
    }

    NewLine stands(State now, Instant release) {
        state = now;
        releaseAt = release;
        return this;
    }

    /** @param month that it belongs to, {@code 2026-11} */
    NewLine in(String month) {
        period = month;
        return this;
    }
}
