package org.mutoscope.credits;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.mutoscope.api.plans.EligibilityState;
import org.mutoscope.core.ledger.Eligibilities;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Plans;
import org.mutoscope.core.ledger.Quota;
import org.mutoscope.core.storage.Transaction;

/** A ledger with plans, quota and policies, on a database; settings by method name. */
final class PlanWorld {
    final World world;
    final Map<String, Object> quotaSettings = new HashMap<>();
    final PlanBook book = new PlanBook(TestConfig.of(PlansConfig.class, Map.of()));
    final QuotaBook quota;
    final LedgerService ledger;
    final PlanService plans;

    PlanWorld(Database database, Object... settings) {
        world = database.world();
        for (int i = 0; i < settings.length; i += 2) {
            quotaSettings.put((String) settings[i], settings[i + 1]);
        }
        quota = new QuotaBook(TestConfig.of(QuotaConfig.class, quotaSettings));
        ledger = new LedgerService(TestConfig.standard(), book, quota);
        plans = new PlanService(book, ledger, TestConfig.standard());
    }

    String account() {
        return world.account();
    }

    Plans.Standing assign(String account, String plan, Instant until, String cause) {
        return world.write(tx -> plans.assign(tx, account, plan, until, cause));
    }

    String planOf(String account) {
        return world.read(tx -> plans.planOf(tx, account)).plan().id();
    }

    void verified(String account, String kind, Duration howLong) {
        world.write(tx -> {
            EligibilityTable.Open about = new EligibilityTable.Open(account, kind, "test", "ref");
            EligibilityTable.replace(
                    tx,
                    about,
                    org.mutoscope.api.plans.EligibilityAnswer.verified(
                            "ref", tx.now().plus(howLong)),
                    null);
            return null;
        });
    }

    Eligibilities.Eligibility eligibility(String account, String kind) {
        return world.read(tx -> EligibilityTable.find(tx, account, kind)).orElseThrow();
    }

    boolean is(String account, String kind, EligibilityState state) {
        return eligibility(account, kind).state() == state;
    }

    void quotaIs(int clips) {
        world.write(tx -> {
            QuotaTable.insert(tx, new Quota.Change(0, tx.now(), clips, 100, "test", null));
            return null;
        });
    }

    boolean renew(String account) {
        return world.write(tx -> plans.renew(tx, account));
    }

    long available(String account) {
        return world.read(tx -> ledger.balance(tx, account)).available();
    }

    Ledger.Hold hold(String account, String job, long credits) {
        return world.write(
                tx -> ledger.hold(tx, new Ledger.HoldRequest(account, job, credits, "p1"), Duration.ofHours(1)));
    }

    Ledger.Captured capture(String job, long credits) {
        return world.write(tx -> ledger.capture(tx, job, credits));
    }

    <T> T read(java.util.function.Function<Transaction, T> some) {
        return world.read(some::apply);
    }
}
