package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.PurchaseFact;

/**
 * A dearer plan in the middle of a period: the store tells the new period, and of the old one that it was taken back at the rate of its unused
 * time. 500 credits for a month, 2,000 for a month of the dearer plan.
 */
class UpgradeTest {
    private static final Instant BEGIN = SetClock.START;
    private static final Instant DAY_10 = BEGIN.plus(Duration.ofDays(10));
    private static final Instant DAY_30 = BEGIN.plus(Duration.ofDays(30));
    private static final Instant DAY_40 = BEGIN.plus(Duration.ofDays(40));
    private static final Instant DAY_365 = BEGIN.plus(Duration.ofDays(365));
    /** 20 of 30 days were not used. */
    private static final int UNUSED = 66_666;

    private static PlanPeriod of(String account, Optional<String> token, Part part) {
        PurchaseFact fact = new PurchaseFact(
                part.id + account,
                "production",
                part.product,
                1,
                token,
                999,
                "USD",
                part.revoked,
                PaperStore.at(part.minute));
        return new PlanPeriod(fact, "s" + account, part.begin, part.end);
    }

    private record Part(String id, String product, Instant begin, Instant end, int revoked, int minute) {}

    private static final Part OLD = new Part("old", "sub.month", BEGIN, DAY_30, 0, 1);
    private static final Part OLD_CLOSED = new Part("old", "sub.month", BEGIN, DAY_30, UNUSED, 5);
    private static final Part YEAR = new Part("old", "sub.year", BEGIN, DAY_365, 0, 1);
    private static final Part YEAR_CLOSED = new Part("old", "sub.year", BEGIN, DAY_365, UNUSED, 5);
    private static final Part NEW = new Part("new", "sub.pro", DAY_10, DAY_40, 0, 5);

    private static void tell(Shop shop, String account, Part part) {
        Optional<String> token = shop.token(account);
        shop.told(() -> PaperStore.reading(of(account, token, part)));
    }

    @OnEachDatabase
    void everyOrderOfAnUpgradeEndsTheSame(Database database) {
        Shop shop = database.shop();
        for (List<Part> order : orders(List.of(OLD, OLD_CLOSED, NEW, OLD_CLOSED))) {
            String account = shop.account();
            order.forEach(part -> tell(shop, account, part));
            assertEquals("pro", shop.plans.planOf(account), order.toString());
            assertEquals(Optional.of(DAY_40), shop.plans.until(account), order.toString());
            // floor(500 x 66,666 / 100,000) = 333 were taken back, 167 are kept for the days that were used
            shop.assertBalance(account, 167 + 2000, 0, 0);
            assertEquals(2, shop.lots(account), order.toString());
        }
    }

    @OnEachDatabase
    void aYearThatEndsLaterGivesWayToTheDearerMonthInEveryOrder(Database database) {
        Shop shop = database.shop();
        for (List<Part> order : orders(List.of(YEAR, NEW, YEAR_CLOSED, NEW))) {
            String account = shop.account();
            order.forEach(part -> tell(shop, account, part));
            assertEquals("pro", shop.plans.planOf(account), order.toString());
            assertEquals(Optional.of(DAY_40), shop.plans.until(account), order.toString());
            shop.assertBalance(account, 167 + 2000, 0, 0);
        }
    }

    @OnEachDatabase
    void whatWasSpentBeyondTheUsedTimeIsPaidByTheNewLotInEveryOrder(Database database) {
        Shop shop = database.shop();
        for (List<Part> order : orders(List.of(OLD_CLOSED, NEW, OLD_CLOSED))) {
            String account = shop.account();
            tell(shop, account, OLD);
            shop.spend(account, 400);
            order.forEach(part -> tell(shop, account, part));
            // 400 are spent and 167 may be kept: 100 at rest are taken, 233 were spent beyond
            shop.assertBalance(account, 2000 - 233, 0, 0);
        }
    }

    @OnEachDatabase
    void heldCreditsOfTheOldPlanAreTakenWhenTheirHoldEnds(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        tell(shop, account, OLD);
        String job = shop.hold(account, 400);
        tell(shop, account, OLD_CLOSED);
        tell(shop, account, NEW);
        shop.assertBalance(account, 2000, 400, 0);
        shop.release(job);
        shop.assertBalance(account, 2000 + 167, 0, 0);
    }

    @OnEachDatabase
    void theRefundOfTheDearerPlanTakesItBackAndTheOldOneStaysClosedInEveryOrder(Database database) {
        Shop shop = database.shop();
        Part refunded = new Part("new", "sub.pro", DAY_10, DAY_40, 100_000, 9);
        for (List<Part> order : orders(List.of(OLD, OLD_CLOSED, NEW, refunded))) {
            String account = shop.account();
            order.forEach(part -> tell(shop, account, part));
            assertEquals("free", shop.plans.planOf(account), order.toString());
            shop.assertBalance(account, 167, 0, 0);
        }
    }

    @OnEachDatabase
    void aPartOfARefundLeavesThePlanAndAReversalRestores(Database database) {
        Shop shop = database.shop();
        int[] targets = {0, 30_000, 0, 10_000};
        for (List<Integer> order : orders(List.of(0, 1, 2, 3))) {
            String account = shop.account();
            order.forEach(n -> tell(shop, account, new Part("old", "sub.month", BEGIN, DAY_30, targets[n], n + 1)));
            assertEquals("standard", shop.plans.planOf(account), order.toString());
            shop.assertBalance(account, 450, 0, 0);
        }
    }

    @OnEachDatabase
    void aRefundedRenewalFallsBackToThePeriodThatIsPaidInEveryOrder(Database database) {
        Shop shop = database.shop();
        Part next = new Part("next", "sub.month", DAY_30, DAY_40, 0, 3);
        Part gone = new Part("next", "sub.month", DAY_30, DAY_40, 100_000, 4);
        for (List<Part> order : orders(List.of(OLD, next, gone))) {
            String account = shop.account();
            order.forEach(part -> tell(shop, account, part));
            assertEquals(Optional.of(DAY_30), shop.plans.until(account), order.toString());
            shop.assertBalance(account, 500, 0, 0);
        }
    }

    @OnEachDatabase
    void aRefundAfterThePeriodOwesWhatWasSpentAndNotWhatExpired(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        tell(shop, account, OLD);
        shop.spend(account, 120);
        shop.clock.forward(Duration.ofDays(31));
        shop.storage.write(tx -> shop.ledger.expire(tx, 100));
        tell(shop, account, new Part("old", "sub.month", BEGIN, DAY_30, 100_000, 5));
        shop.assertBalance(account, 0, 0, 120);
        tell(shop, account, new Part("old", "sub.month", BEGIN, DAY_30, 80_000, 6));
        shop.assertBalance(account, 0, 0, 20);
        tell(shop, account, new Part("old", "sub.month", BEGIN, DAY_30, 0, 7));
        shop.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void aReversalAfterThePeriodGivesBackTheDebtThatAPackHasPaid(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        tell(shop, account, OLD);
        shop.spend(account, 120);
        shop.clock.forward(Duration.ofDays(31));
        tell(shop, account, new Part("old", "sub.month", BEGIN, DAY_30, 100_000, 5));
        shop.assertBalance(account, 0, 0, 120);
        for (String pack : List.of("a", "b")) {
            Optional<String> token = shop.token(account);
            NoticeReading bought = PaperStore.reading(PaperStore.pack(pack + account, token, 0, 1));
            shop.told(() -> bought);
        }
        shop.assertBalance(account, 80, 0, 0);
        tell(shop, account, new Part("old", "sub.month", BEGIN, DAY_30, 0, 7));
        shop.assertBalance(account, 200, 0, 0);
    }

    @OnEachDatabase
    void aHoldThatOutlivesARefundedPeriodOwesOnlyWhatItSpends(Database database) {
        for (boolean captured : new boolean[] {true, false}) {
            Shop shop = database.shop();
            String account = shop.account();
            tell(shop, account, OLD);
            String job = shop.hold(account, 50);
            shop.clock.forward(Duration.ofDays(31));
            shop.storage.write(tx -> shop.ledger.expire(tx, 100));
            tell(shop, account, new Part("old", "sub.month", BEGIN, DAY_30, 100_000, 5));
            shop.assertBalance(account, 0, 50, 0);
            if (captured) {
                shop.capture(job, 50);
            } else {
                shop.release(job);
            }
            shop.assertBalance(account, 0, 0, captured ? 50 : 0);
        }
    }

    private static <T> List<List<T>> orders(List<T> of) {
        if (of.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> all = new ArrayList<>();
        for (int n = 0; n < of.size(); n++) {
            List<T> rest = new ArrayList<>(of);
            T first = rest.remove(n);
            for (List<T> tail : orders(rest)) {
                List<T> order = new ArrayList<>(List.of(first));
                order.addAll(tail);
                all.add(order);
            }
        }
        return all;
    }
}
