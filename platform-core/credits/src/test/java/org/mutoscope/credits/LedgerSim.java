package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random commands against the ledger and against {@link LedgerModel}; after each the balance must be the same in both, after every eighth
 * the lots too, and after every third of the way the whole ledger must be sound. 50,000 in all in the gate, of which the
 * server, with its round trips, has fewer; {@code -Dmutoscope.test.steps=1000000} runs longer on each, {@code -Dmutoscope.test.seed=N} runs one again.
 */
class LedgerSim {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerSim.class);
    private static final int ACCOUNTS = 5;
    /** Most commands in one unit of work. */
    private static final int UNIT = 500;

    private static final int FREE = 30;
    private static final Source[] GIVEN = {Source.PLAN, Source.PROMO, Source.COMP, Source.ADJUST, Source.PURCHASE};

    private final long seed = Long.getLong("mutoscope.test.seed", System.nanoTime());
    private int steps;
    private final Random random = new Random(seed);
    private final List<Player> players = new ArrayList<>();
    private World world;
    private int step;

    @OnEachDatabase
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void ledgerAndModelAgree(Database database) {
        steps = Integer.getInteger("mutoscope.test.steps", database == Database.H2 ? 36_000 : 14_000);
        LOG.info("seed {}, {} steps on {}", seed, steps, database);
        world = database.world().free(FREE);
        for (int n = 0; n < ACCOUNTS; n++) {
            players.add(new Player(world.account()));
        }
        int verified = 0;
        while (step < steps) {
            world.together(() -> {
                for (int n = random.nextInt(UNIT); n >= 0; n--) {
                    step(database);
                }
            });
            world.clock.forward(Duration.ofMinutes(random.nextInt(600)));
            if (random.nextInt(4) == 0) {
                players.set(
                        random.nextInt(ACCOUNTS),
                        new Player(world.account())); // the old one's lots stay and are verified
            }
            if (step - verified >= steps / 3) {
                verified = step;
                assertEquals(List.of(), world.read(world.ledger::verify), "seed " + seed + " step " + step);
            }
        }
        world.assertSound();
    }

    private void step(Database database) {
        step++;
        Player player = players.get(random.nextInt(ACCOUNTS));
        String where = "seed " + seed + " step " + step + " on " + database;
        player.move(where);
        assertEquals(player.model.balance(player.account, world.clock.now()), world.balance(player.account), where);
        if (step % 8 > 0) {
            return;
        }
        List<String> lots = world.lots(player.account, false).stream()
                .map(lot -> LedgerModel.inShort(lot.source(), lot.granted(), lot.remaining(), lot.held()))
                .toList();
        assertEquals(player.model.lots(world.clock.now()), lots, where);
    }

    private final class Player {
        final String account;
        final LedgerModel model = new LedgerModel(FREE);
        private int jobs;
        private int packs;
        private int periods;
        private final PlanLots plans = new PlanLots(world.ledger);
        private int minute;
        private Runnable last = () -> {};

        Player(String account) {
            this.account = account;
        }

        void move(String where) {
            int dice = random.nextInt(100);
            if (dice < 38) {
                hold(where);
            } else if (dice < 58) {
                capture(where);
            } else if (dice < 71) {
                release(where);
            } else if (dice < 77) {
                grant();
            } else if (dice < 88) {
                purchase();
            } else if (dice < 93) {
                period();
            } else if (dice < 98) {
                last.run();
            } else {
                world.expire();
            }
        }

        private void hold(String where) {
            String job = random.nextInt(8) == 0 ? anyJob() : account + "-" + ++jobs;
            long amount = 1 + random.nextInt(40);
            same(where, model.hold(job, amount, world.clock.now()), () -> world.hold(account, job, amount));
        }

        private void capture(String where) {
            String job = anyJob();
            long held = world.read(tx -> world.ledger.find(tx, job))
                    .map(hold -> hold.amount())
                    .orElse(1L);
            long credits = random.nextInt(3) == 0 ? random.nextLong(held + 1) : held;
            same(where, model.capture(job, credits, world.clock.now()), () -> world.capture(job, credits));
        }

        private void release(String where) {
            String job = anyJob();
            same(where, model.release(job, world.clock.now()), () -> world.release(job));
        }

        private void grant() {
            Source source = GIVEN[random.nextInt(GIVEN.length)];
            boolean ends = source != Source.PURCHASE && random.nextBoolean();
            Instant end = ends ? world.clock.now().plus(Duration.ofMinutes(1 + random.nextInt(3000))) : null;
            long credits = 1 + random.nextInt(30);
            model.grant(source, credits, end);
            var request = new Ledger.GrantRequest(account, source, "sim-" + account + "-" + ++packs, credits, end);
            world.grant(request);
            last = () -> world.grant(request);
        }

        private void purchase() {
            String id = account + "-p" + random.nextInt(6 + packs / 8);
            int revoked = random.nextBoolean() ? 0 : random.nextInt(4) == 0 ? 100_000 : random.nextInt(100_001);
            var fact = World.fact(id, revoked, ++minute);
            model.purchase(id, 100, revoked);
            world.apply(account, fact, 100);
            last = () -> world.apply(account, fact, 100);
        }

        /** A paid period of a plan, or what a store says of one: perhaps after its lot's end. */
        private void period() {
            int n = random.nextInt(5 + periods);
            String cause = account + "-t" + n;
            if (n >= periods) {
                String made = account + "-t" + periods++;
                Instant end = world.clock.now().plus(Duration.ofMinutes(1 + random.nextInt(3000)));
                long credits = 1 + random.nextInt(60);
                model.period(made, credits, end);
                world.write(tx -> {
                    PlanTable.open(tx, account, made, "standard");
                    Ledger.GrantRequest lot = new Ledger.GrantRequest(account, Source.PLAN, made, credits, end);
                    PlanTable.opened(
                            tx, account, made, world.ledger.grant(tx, lot).id());
                    return made;
                });
                return;
            }
            int revoked = random.nextInt(3) == 0 ? 0 : random.nextInt(3) == 0 ? 100_000 : random.nextInt(100_001);
            model.takeBack(cause, revoked, world.clock.now());
            last = () -> world.write(tx -> {
                plans.takeBack(tx, new PlanLots.Name(account, cause), revoked);
                return cause;
            });
            last.run();
        }

        /** A job of late, most of them with a hold. */
        private String anyJob() {
            return account + "-" + Math.max(1, jobs - random.nextInt(12));
        }

        private void same(String where, String expected, Runnable command) {
            String got = null;
            try {
                command.run();
            } catch (Problem problem) {
                got = problem.code() == Code.INVALID_AMOUNT
                        ? "bad test"
                        : problem.code().name();
            }
            assertEquals(expected, got, where);
        }
    }
}
