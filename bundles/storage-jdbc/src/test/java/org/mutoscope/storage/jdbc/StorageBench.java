package org.mutoscope.storage.jdbc;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork.Work;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/**
 * Rates of the storage alone, with statements shaped like those of credits and jobs.
 *
 * <p>Arguments: {@code h2 | postgresql} seconds clients.
 */
final class StorageBench {
    private static final int ACCOUNTS = 1000;
    private static final boolean RANDOM_IDS = Boolean.getBoolean("random.ids");
    private static final AtomicLong IDS = new AtomicLong();

    private StorageBench() {}

    public static void main(String[] args) throws Exception {
        Engine engine = Engine.named(args.length > 0 ? args[0] : "h2");
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        int clients = args.length > 2 ? Integer.parseInt(args[2]) : 64;
        Path folder = Files.createTempDirectory("storage-bench");
        StorageSettings settings =
                engine == Engine.H2 ? StorageSettings.embedded(folder) : PostgresServer.freshDatabase();
        long began = System.nanoTime();
        try (JdbcStorage storage = JdbcStorage.open(settings, Clock.systemUTC())) {
            System.out.printf("open, empty: %d ms%n", (System.nanoTime() - began) / 1_000_000);
            storage.write(tx -> {
                for (int i = 0; i < ACCOUNTS; i++) {
                    seed(tx, i);
                }
                return null;
            });
            new Load(storage, seconds, clients).run("hold+capture, many accounts", StorageBench::pair);
            new Load(storage, seconds, clients).run("hold+capture, one account", (s, n) -> pair(s, 0));
            new Load(storage, seconds, clients).run("submit (12 statements)", (s, n) -> s.write(submit(n)));
            new Load(storage, seconds, clients).run("read one job", StorageBench::read);
        }
        if (engine == Engine.H2) {
            System.out.printf("file: %d MB%n", Files.size(folder.resolve("db/mutoscope.mv.db")) >> 20);
        }
        began = System.nanoTime();
        JdbcStorage.open(settings, Clock.systemUTC()).close();
        System.out.printf("open and close again: %d ms%n", (System.nanoTime() - began) / 1_000_000);
    }

    /** Ids that rise with time touch the same few pages of an index; random ones touch all of them, at about twice the cost. */
    private static UUID id() {
        return RANDOM_IDS
                ? UUID.randomUUID()
                : new UUID(
                        System.currentTimeMillis() << 16 | 0x7000 | IDS.incrementAndGet() & 0xfff,
                        UUID.randomUUID().getLeastSignificantBits());
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private interface Step {
        void on(JdbcStorage storage, long n);
    }

    private static final class Load {
        private final JdbcStorage storage;
        private final int seconds;
        private final int clients;

        Load(JdbcStorage storage, int seconds, int clients) {
            this.storage = storage;
            this.seconds = seconds;
            this.clients = clients;
        }

        void run(String name, Step step) throws InterruptedException {
            AtomicLong next = new AtomicLong();
            long cpu = cpuNanos();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            List<long[]> latencies = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Thread thread = new Thread(() -> {
                    long[] mine = new long[1 << 20];
                    int count = 0;
                    for (long now = System.nanoTime(); now < end; ) {
                        step.on(storage, next.incrementAndGet());
                        long after = System.nanoTime();
                        mine[count++] = after - now;
                        now = after;
                    }
                    synchronized (latencies) {
                        latencies.add(Arrays.copyOf(mine, count));
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            long[] all =
                    latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            System.out.printf(
                    "%-28s %d clients: %,d/s, p50 %.1f ms, p99 %.1f ms, CPU of this process %.3f ms each%n",
                    name,
                    clients,
                    all.length / seconds,
                    all[all.length / 2] / 1e6,
                    all[all.length * 99 / 100] / 1e6,
                    (cpuNanos() - cpu) / 1e6 / all.length);
        }
    }

    private static void seed(Transaction tx, int i) {
        tx.update("insert into account (id, name, created_at) values (?, ?, ?)", "a" + i, "name", tx.now());
        long account = tx.insert(
                "id",
                "insert into ledger_account (owner_kind, owner_id, purpose, asset, posted, floor_amt) values ('USER', ?, 'credit', 'CRED', ?, 0)",
                "a" + i,
                1_000_000_000L);
        tx.update(
                "insert into credit_lot (account_id, env, source, source_ref, spend_rank, granted, remaining, created_at) values (?, 'live', 'COMP', ?, 40, ?, ?, ?)",
                account,
                "lot" + i,
                1_000_000_000L,
                1_000_000_000L,
                tx.now());
    }

    private static void pair(JdbcStorage storage, long n) {
        UUID hold = id();
        String owner = "a" + n % ACCOUNTS;
        storage.write(tx -> {
            hold(tx, hold, owner);
            return null;
        });
        storage.write(tx -> capture(tx, hold));
    }

    private static void hold(Transaction tx, UUID hold, String owner) {
        long account = tx.first(
                        "select id from ledger_account where owner_kind = 'USER' and owner_id = ? and purpose = 'credit' and asset = 'CRED' and shard = 0 for update",
                        row -> row.number("id"),
                        owner)
                .orElseThrow();
        long lot = tx.first(
                        "select id from credit_lot where account_id = ? and remaining > held + frozen order by spend_rank, expires_at nulls last, id for update",
                        row -> row.number("id"),
                        account)
                .orElseThrow();
        tx.update(
                "insert into credit_hold (id, account_id, job_id, amount, state, price_version, created_at, release_after) values (?, ?, ?, 10, 'HELD', 'p1', ?, ?)",
                hold,
                account,
                hold.toString(),
                tx.now(),
                tx.now().plusSeconds(600));
        tx.update("insert into hold_lot (hold_id, lot_id, amount) values (?, ?, 10)", hold, lot);
        tx.update("update credit_lot set held = held + 10 where id = ?", lot);
        tx.update("update ledger_account set held = held + 10 where id = ?", account);
    }

    private static Object capture(Transaction tx, UUID hold) {
        long account = tx.first(
                        "select account_id from credit_hold where id = ? for update",
                        row -> row.number("account_id"),
                        hold)
                .orElseThrow();
        long version = tx.first(
                        "select version from ledger_account where id = ? for update",
                        row -> row.number("version"),
                        account)
                .orElseThrow();
        UUID booking = id();
        tx.insert(
                "seq",
                "insert into ledger_tx (id, idem_key, request_hash, kind, cause, occurred_at, booked_at) values (?, ?, ?, 'CAPTURE', 'job', ?, ?)",
                booking,
                "capture:" + hold,
                "0".repeat(64),
                tx.now(),
                tx.now());
        tx.update(
                "insert into posting (tx_id, line, account_id, asset, amount, account_version, balance_after) values (?, 1, ?, 'CRED', -10, ?, 0)",
                booking,
                account,
                version + 1);
        tx.update(
                "insert into posting (tx_id, line, account_id, asset, amount) values (?, 2, ?, 'CRED', 10)",
                booking,
                account);
        tx.update(
                "update credit_lot set held = held - 10, remaining = remaining - 10 where id in (select lot_id from hold_lot where hold_id = ?)",
                hold);
        tx.update("update hold_lot set captured = 10 where hold_id = ?", hold);
        tx.update(
                "update ledger_account set held = held - 10, posted = posted - 10, version = version + 1 where id = ?",
                account);
        return tx.update(
                "update credit_hold set state = 'CAPTURED', captured = 10, ended_at = ? where id = ?", tx.now(), hold);
    }

    private static Work<Object> submit(long n) {
        UUID hold = id();
        String account = "a" + n % ACCOUNTS;
        String job = "video_" + hold;
        return tx -> {
            tx.update(
                    "insert into idempotency (account_id, idem_key, request_hash, job_id, created_at) values (?, ?, ?, ?, ?)",
                    account,
                    job,
                    "0".repeat(64),
                    job,
                    tx.now());
            tx.first(
                    "select count(*) as n from job where state = 'QUEUED' and account_id = 'none'",
                    row -> row.number("n"));
            hold(tx, hold, account);
            tx.insert(
                    "seq",
                    "insert into job (id, account_id, state, asked_model, model, task, prompt, seconds, size, rendered_size, seed, parameters, remarks, obligations, facts, credits_held, created_at)"
                            + " values (?, ?, 'QUEUED', 'sora-2', 'sprite', 'text-to-video', ?, 4, '720x1280', '64x64', 1, '{}', '[]', '[]', '{}', 10, ?)",
                    job,
                    account,
                    "a red rocket rises over the sea at night",
                    tx.now());
            tx.update("insert into job_step (job_id, n, kind, state) values (?, 1, 'RENDER', 'READY')", job);
            tx.insert(
                    "seq",
                    "insert into job_note (job_id, at, what, detail) values (?, ?, 'queued', '')",
                    job,
                    tx.now());
            return tx.insert(
                    "seq",
                    "insert into outbox (at, topic, subject, account_id, body) values (?, 'video.queued', ?, ?, '{}')",
                    tx.now(),
                    job,
                    account);
        };
    }

    private static void read(JdbcStorage storage, long n) {
        storage.read(tx -> tx.first(
                "select id, state, prompt, created_at from job where seq = ?",
                row -> row.text("prompt") + row.moment("created_at"),
                1 + n % 1000));
    }
}
