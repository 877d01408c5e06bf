package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.storage.jdbc.doubles.PostgresServer;

/** One platform for each PostgreSQL database. */
final class ServerLockTest {
    private StorageSettings settings;
    private JdbcStorage first;

    @BeforeEach
    void open() throws Exception {
        settings = PostgresServer.freshDatabase();
        first = JdbcStorage.open(settings, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        first.close();
    }

    @Test
    void aSecondPlatformIsRefusedAndToldByWhom() {
        StorageUnusable refused =
                assertThrows(StorageUnusable.class, () -> JdbcStorage.open(settings, Clock.systemUTC()));
        String process = "process " + ProcessHandle.current().pid() + " on 127.0.0.1";
        assertTrue(refused.getMessage().startsWith("S103 "), refused.getMessage());
        assertTrue(refused.getMessage().contains(process), refused.getMessage());
        assertTrue(refused.getMessage().contains("stop that one"), refused.getMessage());
        Witness.write(first, "and on", "");
    }

    @Test
    void afterAStopTheNextOneMayBegin() {
        first.close();
        try (JdbcStorage next = JdbcStorage.open(settings, Clock.systemUTC())) {
            Witness.write(next, "mine", "");
        }
    }

    @Test
    void aLockThatWasLostIsTakenUpAgain() throws Exception {
        int before = sessionOfLock();
        endSessionOfLock();
        until(() -> sessionOfLock() != before && first.obstacle().isEmpty());
        Witness.write(first, "again", "");
        assertEquals(Optional.empty(), first.obstacle());
    }

    @Test
    void whoWasSupersededChangesNothingMore() throws Exception {
        CompletableFuture<JdbcStorage> second =
                CompletableFuture.supplyAsync(() -> JdbcStorage.open(settings, Clock.systemUTC()));
        until(() -> count("select count(*) n from pg_locks where locktype = 'advisory' and not granted") == 1);
        endSessionOfLock(); // the second waits for it and gets it
        try (JdbcStorage other = second.get(60, TimeUnit.SECONDS)) {
            until(() -> first.obstacle().orElse("").contains("another platform has taken the database"));
            Problem refused = Problems.assertUnavailable(() -> Witness.write(first, "lost", ""));
            assertTrue(refused.getMessage().contains("process "), refused.getMessage());
            Witness.write(other, "won", "");
        }
        until(() -> first.obstacle().orElse("").contains("restart this one")
                && !first.obstacle().orElse("").contains("stop one of the two"));
        Problems.assertUnavailable(() -> Witness.write(first, "lost again", ""));
        assertEquals(0, count("select count(*) n from audit where subject like 'lost%'"));
    }

    @Test
    void workUnderWayIsNotCommittedWithoutTheLock() throws Exception {
        CompletableFuture<JdbcStorage> second =
                CompletableFuture.supplyAsync(() -> JdbcStorage.open(settings, Clock.systemUTC()));
        until(() -> count("select count(*) n from pg_locks where locktype = 'advisory' and not granted") == 1);
        Problems.assertUnavailable(() -> first.write(tx -> {
            endSessionOfLock();
            until(() -> first.obstacle().isPresent());
            return tx.update("insert into audit (at, act, subject) values (?, 'TEST', 'late')", tx.now());
        }));
        second.get(60, TimeUnit.SECONDS).close();
        assertEquals(0, count("select count(*) n from audit where subject = 'late'"));
    }

    private int sessionOfLock() {
        return count("select coalesce(max(pid), 0) n from pg_locks where locktype = 'advisory' and granted");
    }

    /** Locks of the whole server are seen, but no other test of this class runs meanwhile. */
    private int count(String sql) {
        try {
            return PostgresServer.number(settings, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void endSessionOfLock() {
        count("select count(pg_terminate_backend(" + sessionOfLock() + ")) n");
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not come true");
            LockSupport.parkNanos(5_000_000);
        }
    }
}
