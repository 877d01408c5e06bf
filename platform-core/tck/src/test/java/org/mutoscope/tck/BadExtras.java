package org.mutoscope.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.Subscriptions;

/** The optional services of the bad provider, with one thing wrong, or nothing. The store says {@code E1,E2.} at {@code /history} and {@code S1,S2.} at {@code /subscriptions/P9}. */
final class BadExtras implements PurchaseHistory, RefundAnswers, Subscriptions {
    private static final int ALL = 100_000;

    private final Fault fault;
    private final Instant made;

    /** @param made something that differs between two of them */
    BadExtras(Fault fault, Instant made) {
        this.fault = fault;
        this.made = made;
    }

    private String ask(String path, BillingContext context, Fault deaf) throws InterruptedException {
        try {
            HttpResponse<String> answer = new BadStore(fault == deaf).ask(path, context);
            if (answer.statusCode() == 404) {
                return ".";
            } else if (answer.statusCode() == 200 && answer.body().matches("([ES][0-9](,[ES][0-9])*|ok)?\\.")) {
                return answer.body();
            }
            throw new IllegalStateException("the store says " + answer.statusCode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Page changes(Instant since, Optional<String> page, BillingContext context) throws InterruptedException {
        String told;
        try {
            told = ask("/history", context, Fault.interruptEndsTheHistory);
        } catch (RuntimeException e) {
            if (fault == Fault.historyInTroubleIsNotEmpty) {
                return new Page(List.of(), Optional.empty());
            }
            throw e;
        }
        if (page.isPresent()) {
            return new Page(List.of(reading("E2", "refund", ALL)), Optional.empty());
        }
        boolean both = fault != Fault.historyTellsWhatWasLost && told.equals("E1,E2.");
        String first = fault == Fault.historyRepeatsItself ? "E" + made.getNano() : "E1";
        return new Page(
                both ? List.of(reading(first, "purchase", 0)) : List.of(),
                Optional.of("2").filter(p -> both));
    }

    private NoticeReading reading(String event, String type, int revoked) {
        int told = fault == Fault.historyTellsAsTheNoticeDid ? ALL / 2 : revoked;
        return NoticeReading.of(event, type, List.of(fact("P1", told)));
    }

    private static PurchaseFact fact(String id, int revoked) {
        return new PurchaseFact(id, "production", "pack100", 1, Optional.empty(), 400, "USD", revoked, Instant.EPOCH);
    }

    @Override
    public boolean answer(String id, int used, BillingContext context) throws InterruptedException {
        if ((used < 0 || used > ALL) && fault != Fault.nonsenseIsNotTold) {
            throw new IllegalArgumentException("0 to 100,000");
        } else if (fault == Fault.answerIsTold && used == ALL) {
            return false;
        } else if (fault == Fault.answerMayBeRepeated
                && context.read("answered " + used).isPresent()) {
            return false;
        }
        try {
            ask("/answers", context, Fault.interruptEndsTheAnswer);
            context.write("answered " + used, "yes");
            return true;
        } catch (RuntimeException e) {
            return fault == Fault.answerAdmitsFailure;
        }
    }

    @Override
    public List<PlanPeriod> periods(String id, BillingContext context) throws InterruptedException {
        if (!id.matches("P[0-9]")) {
            return fault == Fault.unknownSubscriptionHasNoPeriods ? List.of(period("S1", id, 0)) : List.of();
        }
        List<PlanPeriod> periods = new ArrayList<>();
        try {
            if (ask("/subscriptions/" + id, context, Fault.interruptEndsThePeriods)
                    .equals("S1,S2.")) {
                periods.add(period(fault == Fault.samePeriodsAgain ? "S" + made.getNano() : "S1", id, 0));
                periods.add(fault == Fault.periodsAreInOrder ? 0 : 1, period("S2", id, 30));
            }
        } catch (RuntimeException e) {
            if (fault != Fault.periodsInTroubleAreNotNone) {
                throw e;
            }
        }
        return periods;
    }

    private static PlanPeriod period(String purchase, String subscription, int day) {
        Instant start = Instant.EPOCH.plus(Duration.ofDays(day));
        return new PlanPeriod(fact(purchase, 0), subscription, start, start.plus(Duration.ofDays(30)));
    }
}
