package org.mutoscope.storage.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * Clients that write without pause and remember what was confirmed. Each unit writes one name into two tables and takes away an older note of its client, so that it
 * shows when half of a unit survives.
 */
final class Witness {
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> tried = ConcurrentHashMap.newKeySet();

    /** What has been confirmed so far. */
    Set<String> confirmed() {
        return confirmed;
    }

    /** Notes a unit that may or may not be there. */
    void attempt(String name) {
        tried.add(name);
    }

    /** Notes a unit that must be there. */
    void confirm(String name) {
        tried.add(name);
        confirmed.add(name);
    }

    /** Writes until the storage refuses. */
    void writeUntilRefused(UnitOfWork storage, String round, int clients) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            String prefix = round + "." + client + ".";
            Thread thread = new Thread(() -> client(storage, prefix));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void client(UnitOfWork storage, String prefix) {
        for (int n = 0; ; n++) {
            String name = prefix + n;
            tried.add(name);
            try {
                write(storage, name, n == 0 ? "" : prefix + (n - 1));
            } catch (Problem refused) {
                return;
            }
            confirmed.add(name);
        }
    }

    static void write(UnitOfWork storage, String name, String before) {
        storage.write(tx -> {
            tx.insert("seq", "insert into audit (at, act, subject) values (?, 'TEST', ?)", tx.now(), name);
            tx.update("delete from provider_note where provider = 'test' and note_key = ?", before);
            return tx.update(
                    "insert into provider_note (provider, note_key, note) values ('test', ?, ?)",
                    name,
                    "n".repeat(300));
        });
    }

    /** Names that were confirmed and are gone. */
    Set<String> lost(UnitOfWork storage) {
        Set<String> lost = new HashSet<>(confirmed);
        lost.removeAll(present(storage));
        return lost;
    }

    /** All confirmed is there, and nothing came from nowhere, twice or by half. */
    void check(UnitOfWork storage, String where) {
        checkWhole(storage, where);
        Set<String> lost = lost(storage);
        assertTrue(lost.isEmpty(), where + ": lost " + lost);
    }

    /** Nothing came from nowhere, twice or by half. */
    void checkWhole(UnitOfWork storage, String where) {
        List<String> rows = storage.read(
                tx -> tx.query("select subject from audit where act = 'TEST'", row -> row.text("subject")));
        Set<String> present = new HashSet<>(rows);
        assertEquals(rows.size(), present.size(), where + ": a unit was done twice");
        assertTrue(tried.containsAll(present), where + ": rows that nobody wrote");
        storage.read(tx -> {
            tx.query("select note_key from provider_note where provider = 'test'", row -> {
                assertTrue(present.contains(row.text("note_key")), where + ": half of " + row.text("note_key"));
                return null;
            });
            return null;
        });
    }

    private static Set<String> present(UnitOfWork storage) {
        return new HashSet<>(storage.read(
                tx -> tx.query("select subject from audit where act = 'TEST'", row -> row.text("subject"))));
    }
}
