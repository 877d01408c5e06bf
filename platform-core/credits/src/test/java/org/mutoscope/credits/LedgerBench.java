package org.mutoscope.credits;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.core.ledger.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pairs of hold and capture per second, 64 clients, on one hot account and on a thousand. Not part of the build:
 * {@code ./mvnw -pl platform-core/credits -am test -Dtest=LedgerBench -Dsurefire.failIfNoSpecifiedTests=false}
 */
class LedgerBench {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerBench.class);
    private static final int CLIENTS = 64;
    private static final long SECONDS = Long.getLong("mutoscope.bench.seconds", 10);

    @OnEachDatabase
    void oneHotAccount(Database database) {
        measure(database, 1);
    }

    @OnEachDatabase
    void aThousandAccounts(Database database) {
        measure(database, 1000);
    }

    private static void measure(Database database, int many) {
        World world = database.world().free(300);
        String[] accounts = new String[many];
        Arrays.setAll(accounts, n -> world.account());
        for (String account : accounts) {
            world.grant(account, Source.PURCHASE, 1_000_000_000);
        }
        round(world, accounts, 2, "w");
        AtomicLong pairs = round(world, accounts, SECONDS, "m");
        LOG.info(
                "{}: {} accounts, {} clients: {} pairs of hold and capture per second",
                database,
                many,
                CLIENTS,
                pairs.get() / SECONDS);
        world.assertSound();
    }

    private static AtomicLong round(World world, String[] accounts, long seconds, String name) {
        AtomicLong pairs = new AtomicLong();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Crowd.run(CLIENTS, client -> {
            for (int n = 0; System.nanoTime() < end; n++) {
                String job = name + "-" + client + "-" + n;
                world.hold(accounts[(client * 31 + n) % accounts.length], job, 10);
                world.capture(job, 10);
                pairs.incrementAndGet();
            }
        });
        return pairs;
    }
}
