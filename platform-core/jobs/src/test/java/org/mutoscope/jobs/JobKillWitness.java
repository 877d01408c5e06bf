package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.jobs.doubles.House;

/** What a process has said before it was killed, held against what the database knows afterwards. */
final class JobKillWitness {
    /** What a job's hold has to be in each state of the job. */
    private static final Map<String, String> HOLDS = Map.of(
            "QUEUED", "HELD",
            "IN_PROGRESS", "HELD",
            "COMPLETED", "CAPTURED",
            "FAILED", "RELEASED",
            "CANCELLED", "RELEASED");

    private final Set<String> tried = new HashSet<>();
    /** Ids by command: grant, order, cancel, complete. */
    private final Map<String, Set<String>> confirmed = new HashMap<>();

    private int commands;

    /** Takes one line; true if it confirms a command. A line that the kill has cut short counts for nothing. */
    boolean hear(String line) {
        String[] words = line.split(" ");
        if (words.length != 4 || !words[3].equals("end")) {
            return false;
        }
        if (words[0].equals("try")) {
            tried.add(words[2]);
            return false;
        }
        commands++;
        return confirmed.computeIfAbsent(words[1], what -> new HashSet<>()).add(words[2]);
    }

    /** Commands that were confirmed. */
    int commands() {
        return commands;
    }

    /** Nothing confirmed is lost, nothing is there that nobody ordered, each job has the hold that its state asks for, and the ledger is sound. */
    void check(House house, String where) {
        Map<String, Row> rows = house.storage.read(JobKillWitness::rows);
        assertTrue(tried.containsAll(rows.keySet()), where + ": jobs that nobody ordered");
        rows.forEach((id, row) -> {
            assertEquals(HOLDS.get(row.state), row.hold, where + ": hold of " + id + ", which is " + row.state);
            long charged = row.state.equals("COMPLETED") ? 10 : 0;
            assertEquals(List.of(charged, charged), List.of(row.charged, row.captured), where + ": charged for " + id);
        });
        said("order").forEach(id -> assertTrue(rows.containsKey(id), where + ": lost the order " + id));
        said("complete").forEach(id -> assertState("COMPLETED", rows.get(id), where + ": " + id));
        said("cancel").forEach(id -> assertState("CANCELLED", rows.get(id), where + ": " + id));
        Set<String> given = new HashSet<>(house.storage.read(tx -> tx.query(
                "select a.owner_id from credit_lot l join ledger_account a on a.id = l.account_id where l.granted = ?",
                row -> row.text("owner_id"),
                JobKillChild.GIVEN)));
        assertTrue(given.containsAll(said("grant")), where + ": lost a grant");
        assertEquals(List.of(), house.storage.read(house.ledger::verify), where);
    }

    /** Whether every job has come to its end. */
    static boolean allEnded(House house) {
        return house.storage.read(
                tx -> tx.query("select id from job where state in ('QUEUED', 'IN_PROGRESS')", row -> row.text("id"))
                        .isEmpty());
    }

    private record Row(String state, long charged, String hold, long captured) {}

    private static Map<String, Row> rows(Transaction tx) {
        Map<String, Row> rows = new HashMap<>();
        tx.query(
                "select j.id, j.state, j.credits_captured, h.state hold_state, h.captured from job j"
                        + " left join credit_hold h on h.job_id = j.id",
                row -> rows.put(
                        row.text("id"),
                        new Row(
                                row.text("state"),
                                row.number("credits_captured"),
                                row.text("hold_state"),
                                row.number("captured"))));
        return rows;
    }

    private Set<String> said(String what) {
        return confirmed.getOrDefault(what, Set.of());
    }

    private static void assertState(String expected, Row row, String where) {
        assertTrue(row != null, where + ": lost");
        assertEquals(expected, row.state, where);
    }
}
