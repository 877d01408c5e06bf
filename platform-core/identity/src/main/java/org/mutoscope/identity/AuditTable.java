package org.mutoscope.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.AuditLog;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The tables of the audit and its seals. */
final class AuditTable {
    private static final String LINES = "select seq, at, principal_id, act, subject, outcome from audit";
    private static final String SHOWN =
            "select a.seq, a.at, a.principal_id, a.act, a.subject, a.outcome, w.account_id, c.name"
                    + " from audit a left join (select principal_id, min(account_id) account_id from membership group by principal_id) w"
                    + " on w.principal_id = a.principal_id left join account c on c.id = w.account_id where a.seq < ?";
    private static final String BLOCKS =
            "select n, first_seq, last_seq, merkle_root, prev_hash, block_hash, pruned_at from audit_block";

    List<AuditLog.Line> list(Transaction tx, AuditLog.Wanted wanted) {
        StringBuilder sql = new StringBuilder(SHOWN);
        List<Object> values = new ArrayList<>(List.of(wanted.before()));
        if (wanted.account() != null) {
            sql.append(" and a.principal_id in (select principal_id from membership where account_id = ?)");
            values.add(wanted.account());
        }
        if (wanted.act() != null) {
            sql.append(" and a.act like ? escape '!'");
            values.add(wanted.act().replaceAll("[!%_]", "!$0") + "%");
        }
        sql.append(" order by a.seq desc fetch first ").append(wanted.limit()).append(" rows only");
        return tx.query(sql.toString(), row -> line(row, row.text("account_id"), row.text("name")), values.toArray());
    }

    /** Lines after one and up to another, in order. */
    List<AuditLog.Line> lines(Transaction tx, long after, long last) {
        return tx.query(LINES + " where seq > ? and seq <= ? order by seq", row -> line(row, null, null), after, last);
    }

    /** Lines after one that were written before a moment, up to the first that was not. */
    List<AuditLog.Line> due(Transaction tx, long after, Instant before, int most) {
        long young = tx.first(
                        "select min(seq) as seq from audit where seq > ? and at >= ?",
                        row -> row.numberOrNull("seq") == null ? Long.MAX_VALUE : row.number("seq"),
                        after,
                        before)
                .orElse(Long.MAX_VALUE);
        return tx.query(
                LINES + " where seq > ? and seq < ? order by seq fetch first " + most + " rows only",
                row -> line(row, null, null),
                after,
                young);
    }

    List<Block> blocks(Transaction tx, long after, int most) {
        return tx.query(
                BLOCKS + " where n > ? order by n fetch first " + most + " rows only", AuditTable::block, after);
    }

    Optional<Block> last(Transaction tx) {
        return tx.first(BLOCKS + " order by n desc fetch first 1 rows only", AuditTable::block);
    }

    Optional<Block> oldest(Transaction tx) {
        return tx.first(BLOCKS + " where pruned_at is null order by n fetch first 1 rows only", AuditTable::block);
    }

    void insert(Transaction tx, Block block) {
        tx.update(
                "insert into audit_block (n, first_seq, last_seq, merkle_root, prev_hash, block_hash) values (?, ?, ?, ?, ?, ?)",
                block.n(),
                block.first(),
                block.last(),
                block.root(),
                block.previous(),
                block.hash());
    }

    /** Deletes the lines of a block; one stays for good, since it says that the first key was written. */
    int prune(Transaction tx, Block block) {
        tx.update("update audit_block set pruned_at = ? where n = ?", tx.now(), block.n());
        return tx.update("delete from audit where seq <= ? and act <> ?", block.last(), FirstKey.WRITTEN);
    }

    /** Whether a block has a line that is not older than a moment. */
    boolean young(Transaction tx, Block block, Instant moment) {
        return tx.first(
                        "select seq from audit where seq <= ? and at >= ? fetch first 1 rows only",
                        row -> true,
                        block.last(),
                        moment)
                .isPresent();
    }

    private static AuditLog.Line line(Row row, String account, String name) {
        return new AuditLog.Line(
                row.number("seq"),
                row.moment("at"),
                row.text("principal_id"),
                account,
                name,
                row.text("act"),
                row.text("subject"),
                row.text("outcome"));
    }

    private static Block block(Row row) {
        return new Block(
                row.number("n"),
                row.number("first_seq"),
                row.number("last_seq"),
                row.text("merkle_root"),
                row.text("prev_hash"),
                row.text("block_hash"),
                row.moment("pruned_at") != null);
    }

    /**
     * A seal.
     *
     * @param n its number, from 1 without gaps
     * @param root hash of its lines
     * @param previous hash of the seal before
     * @param hash of everything else here
     * @param pruned whether its lines were deleted since they were old enough
     */
    record Block(long n, long first, long last, String root, String previous, String hash, boolean pruned) {}
}
