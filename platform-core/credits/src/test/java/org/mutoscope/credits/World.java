package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** A ledger on a database, with short words for what tests do; each word is a unit of work of its own. */
final class World {
    private static final FreeAllowance NOTHING_FREE = new FreeAllowance(0, Duration.ofHours(24));

    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    final SetClock clock;
    final LedgerService ledger = new LedgerService(NOTHING_FREE);
    private final UnitOfWork work;
    private Transaction together;

    World(UnitOfWork work, SetClock clock) {
        this.work = work;
        this.clock = clock;
    }

    <T> T write(UnitOfWork.Work<T> some) {
        return together == null ? work.write(some) : some.in(together);
    }

    <T> T read(UnitOfWork.Work<T> some) {
        return together == null ? work.read(some) : some.in(together);
    }

    UnitOfWork work() {
        return work;
    }

    /** Does several things in one unit of work, as the road does; the clock stands still meanwhile. For one thread alone. */
    void together(Runnable several) {
        AssertionError failed = work.write(tx -> {
            together = tx;
            try {
                several.run();
                return null;
            } catch (AssertionError e) {
                return e;
            } finally {
                together = null;
            }
        });
        if (failed != null) {
            throw failed;
        }
    }

    World free(long credits) {
        ledger.allow(new FreeAllowance(credits, Duration.ofHours(24)));
        return this;
    }

    String account() {
        String id = "acct_" + ACCOUNTS.incrementAndGet() + "_" + Long.toString(System.nanoTime(), 36);
        write(tx -> tx.update("insert into account (id, name, created_at) values (?, 'someone', ?)", id, tx.now()));
        return id;
    }

    Ledger.Lot grant(String account, Source source, long credits) {
        return grant(account, source, credits, null);
    }

    Ledger.Lot grant(String account, Source source, long credits, Instant expires) {
        return grant(
                new Ledger.GrantRequest(account, source, "g" + ACCOUNTS.incrementAndGet() + account, credits, expires));
    }

    Ledger.Lot grant(Ledger.GrantRequest request) {
        return write(tx -> ledger.grant(tx, request));
    }

    Ledger.Hold hold(String account, String job, long credits) {
        Ledger.HoldRequest request = new Ledger.HoldRequest(account, job, credits, "p1");
        return write(tx -> ledger.hold(tx, request, Duration.ofHours(1)));
    }

    Ledger.Captured capture(String job, long credits) {
        return write(tx -> ledger.capture(tx, job, credits));
    }

    void release(String job) {
        write(tx -> {
            ledger.release(tx, job, "test");
            return null;
        });
    }

    Optional<Ledger.Lot> apply(String account, PurchaseFact fact, long credits) {
        return write(tx -> ledger.apply(tx, "paper", account, fact, credits));
    }

    int expire() {
        return write(tx -> ledger.expire(tx, 1000));
    }

    Ledger.Balance balance(String account) {
        return read(tx -> ledger.balance(tx, account));
    }

    List<Ledger.Lot> lots(String account, boolean all) {
        return read(tx -> ledger.lots(tx, account, all));
    }

    List<Ledger.Entry> history(String account) {
        return read(tx -> ledger.history(tx, account, Long.MAX_VALUE, 1000));
    }

    /** Available, held and owed, and every invariant of the ledger. */
    void assertBalance(String account, long available, long held, long debt) {
        Ledger.Balance balance = balance(account);
        assertEquals(
                List.of(available, held, debt),
                List.of(balance.available(), balance.held(), balance.debt()),
                "balance");
        assertSound();
    }

    void assertSound() {
        assertEquals(List.of(), read(ledger::verify));
    }

    static Problem refused(Code code, Runnable command) {
        Problem problem = assertThrows(Problem.class, command::run);
        assertEquals(code, problem.code(), problem.getMessage());
        return problem;
    }

    /** A fact about a pack, signed so many minutes after the start of the test's time. */
    static PurchaseFact fact(String id, int revoked, int minute) {
        return fact(id, revoked, minute, "production");
    }

    static PurchaseFact fact(String id, int revoked, int minute, String env) {
        Instant signed = Instant.parse("2026-11-22T08:00:00Z").plus(Duration.ofMinutes(minute));
        return new PurchaseFact(id, env, "pack.10", 1, Optional.empty(), 400, "USD", revoked, signed);
    }
}
