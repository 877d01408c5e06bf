package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/** What {@code UnitOfWork} and {@code Transaction} promise; both engines must keep it. */
abstract class UnitOfWorkContract {
    static final String NEW_ACCOUNT = "insert into account (id, name, created_at) values (?, ?, ?)";
    static final String NEW_AUDIT = "insert into audit (at, act, subject) values (?, ?, ?)";
    static final Instant NOW = Instant.parse("2026-11-22T10:11:12.123456789Z");

    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    JdbcStorage storage;

    /** Opens an empty database. */
    abstract JdbcStorage open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        storage = open();
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void everyTypeComesBackAsItWent() {
        UUID id = UUID.randomUUID();
        storage.write(tx -> {
            newAccount(tx, "a");
            tx.update(
                    "insert into ledger_tx (id, idem_key, request_hash, kind, cause, occurred_at, booked_at) values (?, ?, ?, ?, ?, ?, ?)",
                    id,
                    "k",
                    "0".repeat(64),
                    "GRANT",
                    "c \ud83c\udfac",
                    NOW,
                    tx.now());
            return null;
        });
        storage.read(tx -> tx.query("select id, cause, occurred_at, booked_at, seq from ledger_tx", row -> {
            assertEquals(id, row.uuid("id"));
            assertEquals("c \ud83c\udfac", row.text("cause"));
            assertEquals(Instant.parse("2026-11-22T10:11:12.123456Z"), row.moment("occurred_at"));
            assertEquals(tx.now(), row.moment("booked_at"));
            assertEquals(1, row.number("seq"));
            return null;
        }));
        storage.read(tx ->
                tx.query("select frozen, cast(null as bigint) as n, cast(null as uuid) as u from account", row -> {
                    assertFalse(row.flag("frozen"));
                    assertEquals(0, row.number("n"));
                    assertNull(row.numberOrNull("n"));
                    assertNull(row.uuid("u"));
                    return null;
                }));
        assertThrows(
                IllegalArgumentException.class,
                () -> storage.read(tx -> tx.query("select id from account where id = ?", row -> row, 1.5)));
    }

    @Test
    void insertGivesTheGeneratedKey() {
        List<Long> keys = storage.write(tx -> List.of(audit(tx, "a"), audit(tx, "b")));
        assertEquals(List.of(1L, 2L), keys);
        assertEquals(Optional.of("b"), first("select act from audit where seq = ?", "act", 2L));
    }

    @Test
    void anExceptionUndoesItsOwnWorkAndReachesItsCallerUnchanged() {
        IllegalStateException mine = new IllegalStateException("mine");
        assertSame(
                mine,
                assertThrows(
                        IllegalStateException.class,
                        () -> storage.write(tx -> {
                            newAccount(tx, "a");
                            throw mine;
                        })));
        assertEquals(0, count("account"));
        storage.write(tx -> newAccount(tx, "a"));
        assertEquals(1, count("account"));
    }

    @Test
    void aFailureAmongManyAtOnceUndoesNoOther() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int n = i;
            answers.add(clients.submit(() -> storage.write(tx -> {
                audit(tx, "n" + n);
                if (n % 3 == 0) {
                    throw new IllegalArgumentException();
                }
                return true;
            })));
        }
        int done = 0;
        for (Future<Boolean> answer : answers) {
            try {
                done += answer.get(60, TimeUnit.SECONDS) ? 1 : 0;
            } catch (java.util.concurrent.ExecutionException e) {
                assertEquals(IllegalArgumentException.class, e.getCause().getClass());
            }
        }
        clients.shutdown();
        assertEquals(266, done);
        assertEquals(266, count("audit"));
    }

    @Test
    void aTakenKeyIsNamedAndTheTransactionGoesOn() {
        storage.write(tx -> newAccount(tx, "a"));
        storage.write(tx -> {
            assertThrows(DuplicateKey.class, () -> newAccount(tx, "a"));
            newAccount(tx, "b");
            assertThrows(
                    DuplicateKey.class,
                    () -> tx.insert(
                            "seq", "insert into account (id, name, created_at) values (?, ?, ?)", "b", "x", tx.now()));
            assertThrows(
                    DuplicateKey.class,
                    () -> tx.update(
                            "insert into account (id, name, created_at) select 'a', name, created_at from account where id = 'a'"));
            assertThrows(
                    DuplicateKey.class,
                    () -> tx.update(
                            "insert into account (id, name, created_at) values (?, 'x', ?), (?, 'y', ?)",
                            "z",
                            tx.now(),
                            "a",
                            tx.now()));
            return newAccount(tx, "c");
        });
        assertEquals(
                List.of("a", "b", "c"),
                storage.read(tx -> tx.query("select id from account order by id", row -> row.text("id"))));
    }

    @Test
    void anUpdateThatMeetsATakenKeyGoesOnToo() {
        AtomicInteger runs = new AtomicInteger();
        storage.write(tx -> newAccount(tx, "a") + newAccount(tx, "b"));
        storage.write(tx -> {
            runs.incrementAndGet();
            newAccount(tx, "c");
            assertThrows(DuplicateKey.class, () -> tx.update("update account set id = 'a' where id = 'b'"));
            return newAccount(tx, "d");
        });
        assertEquals(4, count("account"));
        assertTrue(runs.get() <= 2);
    }

    @Test
    void aBrokenCheckNamesItsConstraintAndDoomsTheUnitAlsoWhenSwallowed() {
        RuntimeException seen = assertThrows(
                RuntimeException.class,
                () -> storage.write(tx -> {
                    newAccount(tx, "a");
                    try {
                        tx.update(
                                "insert into principal (id, kind, label, created_at) values ('p', 'GHOST', 'secret words', ?)",
                                tx.now());
                    } catch (RuntimeException swallowed) {
                        return 1;
                    }
                    return 2;
                }));
        String all = seen + " " + seen.getCause();
        assertTrue(all.contains("constraint") && !all.contains("(unnamed)"), all);
        assertFalse(all.contains("secret words") && !all.contains("values"), all);
        assertNull(seen.getCause(), "the driver's text holds values");
        assertEquals(0, count("account"));
    }

    @Test
    void badSqlFailsWithTheStatementInItsMessage() {
        RuntimeException seen = assertThrows(
                RuntimeException.class, () -> storage.write(tx -> tx.update("updat account set name = 'x'")));
        assertTrue(seen.getMessage().contains("updat account"), seen.getMessage());
        assertEquals(Optional.empty(), storage.obstacle());
    }

    @Test
    void actionsRunAfterTheCommitAndOnlyThen() {
        AtomicInteger ran = new AtomicInteger();
        storage.write(tx -> {
            tx.afterCommit(() -> ran.addAndGet(count("account")));
            tx.afterCommit(() -> {
                throw new IllegalStateException("this is logged");
            });
            tx.afterCommit(() -> ran.addAndGet(10));
            return newAccount(tx, "a");
        });
        assertEquals(11, ran.get());
        assertThrows(
                IllegalStateException.class,
                () -> storage.write(tx -> {
                    tx.afterCommit(() -> ran.addAndGet(100));
                    throw new IllegalStateException();
                }));
        assertEquals(11, ran.get());
    }

    @Test
    void readingChangesNothingAndLocksNothing() {
        assertThrows(IllegalStateException.class, () -> storage.read(tx -> newAccount(tx, "a")));
        assertThrows(IllegalStateException.class, () -> storage.read(tx -> audit(tx, "a")));
        assertThrows(
                IllegalStateException.class,
                () -> storage.read(tx -> tx.query("select id from account for update", row -> row.text("id"))));
    }

    @Test
    void aReadSeesOneStateWhileOthersWrite() {
        storage.write(tx -> newAccount(tx, "a"));
        storage.read(tx -> {
            int before = count(tx, "account");
            Thread other = new Thread(() -> storage.write(t -> newAccount(t, "b")));
            other.start();
            join(other);
            assertEquals(before, count(tx, "account"));
            return null;
        });
        assertEquals(2, count("account"));
    }

    @Test
    void readsRunBesideEachOther() throws Exception {
        int readers = 8;
        CountDownLatch together = new CountDownLatch(readers);
        ExecutorService clients = Executors.newFixedThreadPool(readers);
        List<Future<Boolean>> met = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            met.add(clients.submit(() -> storage.read(tx -> {
                count(tx, "account");
                together.countDown();
                return await(together);
            })));
        }
        for (Future<Boolean> one : met) {
            assertTrue(one.get(90, TimeUnit.SECONDS));
        }
        clients.shutdown();
    }

    @Test
    void oneUnitInsideAnotherIsRefused() {
        assertThrows(IllegalStateException.class, () -> storage.write(tx -> storage.write(t -> 1)));
        assertThrows(IllegalStateException.class, () -> storage.write(tx -> storage.read(t -> 1)));
        assertThrows(IllegalStateException.class, () -> storage.read(tx -> storage.write(t -> 1)));
        assertEquals("1", storage.write(tx -> "1"));
    }

    @Test
    void aTransactionEndsWithItsWork() {
        Transaction kept = storage.write(tx -> tx);
        assertThrows(IllegalStateException.class, () -> newAccount(kept, "a"));
    }

    @Test
    void rowsAreLockedSoThatNoUpdateIsLost() throws Exception {
        storage.write(tx -> newAccount(tx, "a") + newAccount(tx, "b"));
        storage.write(tx -> tx.update("update account set name = '0'"));
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String one = i % 2 == 0 ? "a" : "b"; // in both orders: the two must not wait for each other for ever
            String other = i % 2 == 0 ? "b" : "a";
            answers.add(clients.submit(() -> storage.write(tx -> {
                addOne(tx, one);
                return addOne(tx, other);
            })));
        }
        for (Future<Integer> answer : answers) {
            answer.get(90, TimeUnit.SECONDS);
        }
        clients.shutdown();
        assertEquals(
                List.of("40", "40"), storage.read(tx -> tx.query("select name from account", row -> row.text("name"))));
    }

    @Test
    void anInterruptedCallerStillGetsItsAnswerAndHarmsNobody() {
        for (int i = 0; i < 20; i++) {
            int n = i;
            Thread.currentThread().interrupt();
            storage.write(tx -> newAccount(tx, "a" + n));
            assertTrue(Thread.interrupted());
            if (storage.obstacle().isPresent()) {
                break;
            }
        }
        assertEquals(Optional.empty(), storage.obstacle());
        assertEquals(20, count("account"));
    }

    @Test
    void longWordsAndAll() {
        String prompt = "\ud83d\ude80".repeat(16_000);
        storage.write(tx -> {
            newAccount(tx, "a");
            return audit(tx, "x");
        });
        storage.write(
                tx -> tx.update("insert into provider_note (provider, note_key, note) values ('p', 'k', ?)", prompt));
        assertEquals(Optional.of(prompt), first("select note from provider_note where provider = 'p'", "note"));
    }

    @Test
    void aClosedStorageAnswersSo() {
        storage.close();
        Problems.assertUnavailable(() -> storage.write(tx -> 1));
        Problems.assertUnavailable(() -> storage.read(tx -> tx.query("select 1 as one from account", row -> 1)));
        assertTrue(storage.obstacle().isPresent());
    }

    static int newAccount(Transaction tx, String id) {
        return tx.update(NEW_ACCOUNT, id, "name", tx.now());
    }

    static long audit(Transaction tx, String act) {
        return tx.insert("seq", NEW_AUDIT, tx.now(), act, "subject");
    }

    private static int addOne(Transaction tx, String id) {
        String name = tx.first("select name from account where id = ? for update", row -> row.text("name"), id)
                .orElseThrow();
        return tx.update("update account set name = ? where id = ?", Integer.toString(Integer.parseInt(name) + 1), id);
    }

    int count(String table) {
        return storage.read(tx -> count(tx, table));
    }

    static int count(Transaction tx, String table) {
        return tx.first("select count(*) as n from " + table, row -> (int) row.number("n"))
                .orElseThrow();
    }

    Optional<String> first(String sql, String column, Object... values) {
        return storage.read(tx -> tx.first(sql, row -> row.text(column), values));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(60).toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
