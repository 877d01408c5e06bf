package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.Subscriptions;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.DirectCalls;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.jobs.doubles.ListedSwappable;

/** Real billing on the real ledger and storage, with a store that a test scripts. Rounds are run by hand, so that nothing waits. */
final class Shop {
    static final String NAME = "paper";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final UnitOfWork storage;
    final SetClock clock;
    final Map<String, Object> settings = new ConcurrentHashMap<>();
    final ListedSwappable services = new ListedSwappable();
    final Ledger ledger;
    final Desks identity = new Desks();
    final PaperStore store = new PaperStore();
    final PaperPlans plans;
    final Billing billing;
    private ListedServices<BillingProvider>.Entry provider;

    Shop(UnitOfWork storage, SetClock clock) {
        this.storage = storage;
        this.clock = clock;
        ledger = ledger();
        plans = new PaperPlans(storage, ledger);
        settings.put("products", new String[] {"pack.10:100:10", "broken:x"});
        settings.put("plans", new String[] {"sub.month:standard", "sub.pro:pro", "sub.year:standard"});
        settings.put("secrets", new String[] {"paper.key=se,cret=1"});
        billing = open(storage);
        install();
    }

    /** Billing as after a restart, on the same tables. */
    Billing open(UnitOfWork on) {
        Billing.Outside outside = new Billing.Outside(on, ledger, identity, services, new DirectCalls());
        return new Billing(outside, () -> plans.plans, () -> Configs.of(BillingConfig.class, settings));
    }

    private static Ledger ledger() {
        try {
            Class<?> config = Class.forName("org.mutoscope.credits.CreditsConfig");
            Map<String, Object> nothingFree = new HashMap<>(Map.of("free_generations_per_day", 0));
            return (Ledger) Class.forName("org.mutoscope.credits.LedgerService")
                    .getConstructor(config)
                    .newInstance(Configs.of(config, nothingFree));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    void install() {
        provider = services.of(BillingProvider.class).add(NAME, store);
        services.of(RefundAnswers.class).add(NAME, store);
        billing.lanes().round();
    }

    /** Installs the store's subscriptions too. */
    void installSubscriptions() {
        services.of(Subscriptions.class).add(NAME, store);
    }

    /** Installs the store's history too. */
    void installHistory() {
        services.of(PurchaseHistory.class).add(NAME, store);
    }

    void remove() {
        provider.remove();
    }

    String account() {
        String id = "acct_" + NUMBERS.incrementAndGet() + "_" + Long.toString(System.nanoTime(), 36);
        storage.write(
                tx -> tx.update("insert into account (id, name, created_at) values (?, 'someone', ?)", id, tx.now()));
        return id;
    }

    /** The name under which the store knows an account. */
    Optional<String> token(String account) {
        return Optional.of(billing.purchases().token(account).toString());
    }

    /** Does everything that is due now, on this thread. */
    void round() {
        for (Lane lane : billing.lanes().round()) {
            if (lane.take()) {
                lane.run();
            }
        }
    }

    /** A notice comes in. */
    long notice(String text) {
        return billing.notices().receive(NAME, Map.of("signature", "good"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** A notice comes in and is read. */
    Notices.Notice told(PaperStore.Script says) {
        long id = notice(store.says(says));
        round();
        return find(id);
    }

    Notices.Notice find(long id) {
        return billing.notices().list(Optional.empty(), id + 1, 1).get(0);
    }

    void spend(String account, long credits) {
        String job = hold(account, credits);
        write(tx -> ledger.capture(tx, job, credits));
    }

    String hold(String account, long credits) {
        String job = "video_" + NUMBERS.incrementAndGet() + account;
        Ledger.HoldRequest request = new Ledger.HoldRequest(account, job, credits, "p1");
        write(tx -> ledger.hold(tx, request, Duration.ofHours(1)));
        return job;
    }

    void capture(String job, long credits) {
        write(tx -> ledger.capture(tx, job, credits));
    }

    void release(String job) {
        write(tx -> {
            ledger.release(tx, job, "test");
            return job;
        });
    }

    private <T> void write(UnitOfWork.Work<T> work) {
        storage.write(work);
    }

    <T> T read(java.util.function.Function<Transaction, T> work) {
        return storage.read(work::apply);
    }

    /** Available, held and owed, and every invariant of the ledger, and that book and ledger say the same. */
    void assertBalance(String account, long available, long held, long debt) {
        Ledger.Balance balance = storage.read(tx -> ledger.balance(tx, account));
        assertEquals(
                List.of(available, held, debt),
                List.of(balance.available(), balance.held(), balance.debt()),
                "balance");
        assertSound();
    }

    void assertSound() {
        assertEquals(List.of(), storage.read(ledger::verify));
        assertEquals(List.of(), billing.notices().books().differences());
    }

    long lots(String account) {
        return storage.read(tx -> ledger.lots(tx, account, true)).size();
    }

    static Problem refused(Code code, Runnable command) {
        try {
            command.run();
        } catch (Problem problem) {
            assertEquals(code, problem.code(), problem.getMessage());
            return problem;
        }
        return fail("it was not refused");
    }

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("it did not come true");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
