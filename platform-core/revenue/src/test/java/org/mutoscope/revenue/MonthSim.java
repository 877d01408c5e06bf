package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.views.Views;
import org.mutoscope.jobs.doubles.House;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A month of a large installation on the embedded database: 100,000 payers, 10,000 holders, 50,000 videos, 1,000,000 views, closed by the user-centric model. Run it by hand:
 * {@code ./mvnw -Pfast -pl platform-core/revenue -am -Dtest=MonthSim -Dsurefire.failIfNoSpecifiedTests=false test}; {@code -Dmutoscope.part=10} for a tenth.
 */
class MonthSim {
    private static final Logger LOG = LoggerFactory.getLogger(MonthSim.class);
    private static final int PART = Integer.getInteger("mutoscope.part", 1);
    private static final int PAYERS = 100_000 / PART;
    private static final int HOLDERS = 10_000 / PART;
    private static final int VIDEOS = 50_000 / PART;
    private static final int VIEWS = 1_000_000 / PART;

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private House house;

    @Test
    void aMonthIsClosed() {
        LOG.info("seed {}: {} payers, {} holders, {} videos, {} views", seed, PAYERS, HOLDERS, VIDEOS, VIEWS);
        house = new House(folder);
        house.settings.put("dispatch_paused", true);
        try {
            PoolTown town = new PoolTown(house);
            long begun = System.nanoTime();
            people();
            videos(town.clip(java.util.Map.of(house.account(), 1_000_000L)));
            watch(town.views);
            LOG.info("set up in {} s", seconds(begun));
            town.model("views", TownModels.USER_CENTRIC);
            begun = System.nanoTime();
            town.months().close(town.olga, town.month, true);
            LOG.info("closed in {} s, {} MiB in use at its end", seconds(begun), used());
            long pool = PAYERS * (400 * MoneyBook.MICROS * 30 / 100 / 5);
            assertEquals(pool, town.number("select sum(micros) n from revenue_line"));
            assertEquals(0, town.platform("pool:views"));
            LOG.info("{} lines", town.number("select count(*) n from revenue_line"));
            begun = System.nanoTime();
            town.close();
            LOG.info("closed again in {} s", seconds(begun));
        } finally {
            house.close();
        }
    }

    private static long seconds(long begun) {
        return (System.nanoTime() - begun) / 1_000_000_000;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    /** Each payer bought 100 credits for 400 cents and spent 30 of them. */
    private void people() {
        batches(HOLDERS, "insert into account (id, name, created_at) values (?, 'holder', ?)", i ->
                new Object[] {"h" + i, Instant.now()});
        for (int from = 0; from < PAYERS; from += 1_000) {
            int first = from;
            house.storage.write(tx -> {
                for (int i = first; i < Math.min(PAYERS, first + 1_000); i++) {
                    tx.update("insert into account (id, name, created_at) values (?, 'payer', ?)", "p" + i, tx.now());
                    long account = tx.insert(
                            "id",
                            "insert into ledger_account (owner_kind, owner_id, purpose, asset) values ('USER', ?, 'credit', 'CRED')",
                            "p" + i);
                    long lot = tx.insert(
                            "id",
                            "insert into credit_lot (account_id, env, source, source_ref, spend_rank, granted, remaining, created_at, paid_minor,"
                                    + " paid_currency) values (?, 'production', 'PURCHASE', ?, 4, 100, 70, ?, 400, 'EUR')",
                            account,
                            "paper|" + i,
                            tx.now());
                    UUID hold = UUID.randomUUID();
                    tx.update(
                            "insert into credit_hold (id, account_id, job_id, amount, captured, state, price_version, created_at, release_after, ended_at)"
                                    + " values (?, ?, ?, 30, 30, 'CAPTURED', 'p1', ?, ?, ?)",
                            hold,
                            account,
                            "j" + i,
                            tx.now(),
                            tx.now(),
                            tx.now());
                    tx.update(
                            "insert into hold_lot (hold_id, lot_id, amount, captured) values (?, ?, 30, 30)",
                            hold,
                            lot);
                }
                return null;
            });
        }
    }

    /** Copies of one job, each with one to three holders. */
    private void videos(String like) {
        List<String> columns = house.storage.read(tx -> tx.query(
                "select column_name from information_schema.columns where table_name = 'JOB' and column_name not in ('ID', 'SEQ')",
                row -> row.text("column_name")));
        String all = String.join(", ", columns);
        house.storage.write(tx -> tx.update(
                "insert into job (id, " + all + ") select 'v' || x, " + all
                        + " from job, system_range(0, ?) where id = ?",
                (long) VIDEOS - 1,
                like));
        int[] holders = {1, 2, 3};
        for (int from = 0; from < VIDEOS; from += 1_000) {
            int first = from;
            house.storage.write(tx -> {
                for (int i = first; i < Math.min(VIDEOS, first + 1_000); i++) {
                    int parts = holders[i % 3];
                    for (int p = 0; p < parts; p++) {
                        tx.update(
                                "insert into revenue_split (job_id, version, holder, ppm, why, at) values (?, 1, ?, ?, 'creator', ?)",
                                "v" + i,
                                "h" + (i * 7 + p) % HOLDERS,
                                1_000_000 / parts + (p == 0 ? 1_000_000 % parts : 0),
                                tx.now());
                    }
                }
                return null;
            });
        }
    }

    private void watch(PaperViews views) {
        for (int v = 0; v < VIEWS; v++) {
            String video = "v" + random.nextInt(VIDEOS);
            views.weights.merge(video, Views.VIEW, Long::sum);
            views.payers.add(new Views.PayerWeight("p" + v % PAYERS, video, Views.VIEW));
        }
    }

    private void batches(int count, String sql, java.util.function.IntFunction<Object[]> values) {
        for (int from = 0; from < count; from += 1_000) {
            int first = from;
            house.storage.write(tx -> {
                for (int i = first; i < Math.min(count, first + 1_000); i++) {
                    tx.update(sql, values.apply(i));
                }
                return null;
            });
        }
    }
}
