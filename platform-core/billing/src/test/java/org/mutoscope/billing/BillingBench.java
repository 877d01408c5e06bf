package org.mutoscope.billing;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.api.billing.ProofOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proofs booked per second by 64 clients for a thousand accounts, notices stored per second, and notices of the inbox read and booked per
 * second by one lane. Not part of the build:
 * {@code ./mvnw -Pfast -pl platform-core/billing -am package -Dtest=BillingBench -Dsurefire.failIfNoSpecifiedTests=false}
 */
class BillingBench {
    private static final Logger LOG = LoggerFactory.getLogger(BillingBench.class);
    private static final int CLIENTS = 64;
    private static final int ACCOUNTS = 1_000;
    private static final int NOTICES = 5_000;
    private static final long SECONDS = Long.getLong("mutoscope.bench.seconds", 10);

    @OnEachDatabase
    void proofsNoticesAndTheInbox(Database database) throws Exception {
        Shop shop = database.shop();
        String[] accounts = new String[ACCOUNTS];
        for (int n = 0; n < ACCOUNTS; n++) {
            accounts[n] = shop.account();
        }
        shop.store.verdict =
                (proof, context) -> new ProofOutcome.Verified(PaperStore.pack(proof.content(), Optional.empty(), 0, 1));
        grants(shop, accounts, 2, "w");
        LOG.warn("{}: {} proofs booked per second", database, grants(shop, accounts, SECONDS, "m") / SECONDS);
        AtomicLong left = new AtomicLong(NOTICES);
        long start = System.nanoTime();
        crowd(client -> {
            long n = left.decrementAndGet();
            while (n >= 0) {
                String id = "n" + n;
                Optional<String> to = Optional.of(accounts[(int) (n % ACCOUNTS)]);
                shop.notice(shop.store.says(() -> PaperStore.reading(PaperStore.pack(id, to, 0, 1))));
                n = left.decrementAndGet();
            }
        });
        LOG.warn("{}: {} notices stored per second", database, perSecond(start));
        shop.store.hears = false; // measure the inbox alone
        long drain = System.nanoTime();
        shop.round();
        LOG.warn("{}: {} notices read and booked per second", database, perSecond(drain));
        shop.assertSound();
    }

    private static long perSecond(long start) {
        return NOTICES * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
    }

    private static long grants(Shop shop, String[] accounts, long seconds, String name) throws Exception {
        AtomicLong done = new AtomicLong();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        crowd(client -> {
            for (int n = 0; System.nanoTime() < end; n++) {
                String account = accounts[(client * 31 + n) % ACCOUNTS];
                shop.billing.purchases().redeem(account, Shop.NAME, name + "-" + client + "-" + n);
                done.incrementAndGet();
            }
        });
        return done.get();
    }

    private static void crowd(java.util.function.IntConsumer client) throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int n = 0; n < CLIENTS; n++) {
            int number = n;
            clients.execute(() -> client.accept(number));
        }
        clients.shutdown();
        if (!clients.awaitTermination(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the crowd did not come home");
        }
    }
}
