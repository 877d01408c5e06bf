package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

class ConcurrencyTest {
    private static final int CLIENTS = 64;

    @OnEachDatabase
    void sixtyFourClientsOnOneAccountSpendWhatIsThereAndNoMore(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.grant(account, Source.PURCHASE, 3000);
        AtomicLong spent = new AtomicLong();
        AtomicInteger refused = new AtomicInteger();
        Crowd.run(CLIENTS, client -> {
            for (int n = 0; n < 8; n++) {
                String job = account + "-" + client + "-" + n;
                if (!attempt(() -> world.hold(account, job, 10))) {
                    refused.incrementAndGet();
                } else if (n % 4 == 3) {
                    world.release(job);
                } else {
                    spent.addAndGet(world.capture(job, 10 - n % 3).credits());
                }
            }
        });
        Ledger.Balance balance = world.balance(account);
        assertEquals(3300, balance.available() + spent.get());
        assertEquals(0, balance.held());
        assertTrue(refused.get() > 0 || balance.available() >= 0);
        world.assertSound();
    }

    @OnEachDatabase
    void creditsForTenOfManyGoToTen(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 109);
        AtomicInteger held = new AtomicInteger();
        Crowd.run(CLIENTS, client -> {
            if (attempt(() -> world.hold(account, account + client, 10))) {
                held.incrementAndGet();
            }
        });
        assertEquals(10, held.get());
        world.assertBalance(account, 9, 100, 0);
    }

    @OnEachDatabase
    void aThousandGrantsOfOneKeyAreOneLot(Database database) {
        World world = database.world();
        String account = world.account();
        Ledger.GrantRequest request = new Ledger.GrantRequest(account, Source.COMP, "sorry-" + account, 50, null);
        Set<Long> lots = ConcurrentHashMap.newKeySet();
        int each = Integer.getInteger("mutoscope.test.grants", 1000) / 50;
        Crowd.run(50, client -> {
            for (int n = 0; n < each; n++) {
                lots.add(world.grant(request).id());
            }
        });
        assertEquals(1, lots.size());
        world.assertBalance(account, 50, 0, 0);
    }

    @OnEachDatabase
    void oneKeyForManyAccountsGoesToOne(Database database) {
        World world = database.world();
        AtomicInteger granted = new AtomicInteger();
        Crowd.run(16, client -> {
            String account = world.account();
            if (attempt(() -> world.grant(new Ledger.GrantRequest(account, Source.COMP, "one-for-all", 50, null)))) {
                granted.incrementAndGet();
            }
        });
        assertEquals(1, granted.get());
        world.assertSound();
    }

    @OnEachDatabase
    void onePurchaseToldByManyIsOneLot(Database database) {
        World world = database.world();
        String account = world.account();
        Crowd.run(32, client -> world.apply(account, World.fact("tx-1", client % 2 * 50_000, client % 4), 100));
        world.assertBalance(account, 50, 0, 0);
        assertEquals(1, world.lots(account, true).size());
    }

    @OnEachDatabase
    void aNewAccountOpensOneFreeLot(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        Crowd.run(30, client -> world.hold(account, account + client, 10));
        world.assertBalance(account, 0, 300, 0);
        assertEquals(1, world.lots(account, true).size());
    }

    @OnEachDatabase
    void oneJobIsHeldOnce(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.COMP, 100);
        Crowd.run(
                32,
                client -> assertEquals("HELD", world.hold(account, account, 10).state()));
        world.assertBalance(account, 90, 10, 0);
    }

    @OnEachDatabase
    void captureAndReleaseRaceAndOneWins(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.COMP, 1000);
        AtomicInteger captured = new AtomicInteger();
        for (int n = 0; n < 40; n++) {
            world.hold(account, account + n, 10);
        }
        Crowd.run(8, client -> {
            for (int n = 0; n < 40; n++) {
                String job = account + n;
                if (client % 2 == 0) {
                    attempt(() -> world.release(job));
                } else if (attempt(() -> world.capture(job, 10))) {
                    captured.incrementAndGet();
                }
            }
        });
        // A capture that lost takes the credits anew, so each job is paid once whoever was first.
        assertEquals(4 * 40, captured.get());
        world.assertBalance(account, 600, 0, 0);
    }

    @OnEachDatabase
    void holdsExpiryAndRefundsRace(Database database) {
        World world = database.world().free(100);
        String account = world.account();
        long seed = Long.getLong("mutoscope.test.seed", System.nanoTime());
        AtomicInteger minute = new AtomicInteger();
        world.apply(account, World.fact(account, 0, 0), 500);
        Crowd.run(16, client -> {
            Random random = new Random(seed + client);
            for (int n = 0; n < 25; n++) {
                String job = account + "-" + client + "-" + n;
                if (client == 0) {
                    world.clock.forward(Duration.ofHours(7));
                    world.expire();
                } else if (client == 1) {
                    int revoked = random.nextInt(3) * 50_000;
                    world.apply(account, World.fact(account, revoked, minute.incrementAndGet()), 500);
                } else if (client == 2) {
                    grantThatMayComeTooLate(world, account);
                } else if (attempt(() -> world.hold(account, job, 1 + random.nextInt(30)))) {
                    if (random.nextBoolean()) {
                        world.release(job);
                    } else {
                        world.capture(job, 1);
                    }
                }
            }
        });
        world.assertSound();
        world.apply(account, World.fact(account, 0, 1000), 500);
        assertEquals(0, world.balance(account).held(), "seed " + seed);
        assertEquals(0, world.balance(account).debt(), "seed " + seed);
        world.assertSound();
    }

    /** The clock may run past the expiry before the grant gets its turn: then it is refused, rightly. */
    private static void grantThatMayComeTooLate(World world, String account) {
        try {
            world.grant(account, Source.PROMO, 20, world.clock.now().plus(Duration.ofHours(9)));
        } catch (Problem problem) {
            assertEquals(Code.INVALID_REQUEST, problem.code(), problem.getMessage());
            assertEquals("expires_at", problem.param(), problem.getMessage());
        }
    }

    /** @return false if it was refused for want of credits or as a conflict */
    private static boolean attempt(Runnable command) {
        try {
            command.run();
            return true;
        } catch (Problem problem) {
            assertTrue(
                    problem.code() == Code.INSUFFICIENT_QUOTA || problem.code() == Code.LEDGER_CONFLICT,
                    problem.getMessage());
            return false;
        }
    }
}
