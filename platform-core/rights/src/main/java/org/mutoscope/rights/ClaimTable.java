package org.mutoscope.rights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.rights.Rights.Claim;
import org.mutoscope.core.rights.Rights.ClaimState;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of claims. */
final class ClaimTable {
    private static final String READ =
            "select id, subject_id, account_id, evidence, state, reason, created_at from rights_claim";

    private ClaimTable() {}

    static Claim insert(Transaction tx, String subjectId, String account, String evidence) {
        String id = Words.id("claim_");
        tx.update(
                "insert into rights_claim (id, subject_id, account_id, evidence, state, created_at)"
                        + " values (?, ?, ?, ?, 'PENDING', ?)",
                id,
                subjectId,
                account,
                evidence,
                tx.now());
        return find(tx, id).orElseThrow();
    }

    static Optional<Claim> find(Transaction tx, String id) {
        return tx.first(READ + " where id = ?", ClaimTable::claim, id);
    }

    static List<Claim> list(Transaction tx, Caller by, ClaimState state, int limit) {
        StringBuilder sql = new StringBuilder(READ).append(" where 1 = 1");
        List<Object> values = new ArrayList<>();
        if (!Office.runs(by)) {
            sql.append(" and account_id = ?");
            values.add(by.accountId());
        }
        if (state != null) {
            sql.append(" and state = ?");
            values.add(state.name());
        }
        values.add(limit);
        return tx.query(
                sql.append(" order by seq desc fetch first ? rows only").toString(),
                ClaimTable::claim,
                values.toArray());
    }

    /** Whether the account has an open or accepted claim to it. */
    static boolean has(Transaction tx, String subjectId, String account) {
        return tx.first(
                        "select id from rights_claim where subject_id = ? and account_id = ? and state in ('PENDING', 'ACTIVE')",
                        row -> row.text("id"),
                        subjectId,
                        account)
                .isPresent();
    }

    /** @throws org.mutoscope.core.storage.DuplicateKey if another claim to the subject is active */
    static boolean activate(Transaction tx, Claim claim, String reason) {
        return tx.update(
                        "update rights_claim set state = 'ACTIVE', active_for = subject_id, reason = ?, decided_at = ?"
                                + " where id = ? and state = 'PENDING'",
                        reason,
                        tx.now(),
                        claim.id())
                == 1;
    }

    static boolean end(Transaction tx, Claim claim, ClaimState how, String reason) {
        return tx.update(
                        "update rights_claim set state = ?, active_for = null, reason = ?, decided_at = ?"
                                + " where id = ? and state = ?",
                        how.name(),
                        reason,
                        tx.now(),
                        claim.id(),
                        claim.state().name())
                == 1;
    }

    /** The claim by which a subject is held. */
    static Optional<Claim> active(Transaction tx, String subjectId) {
        return tx.first(READ + " where active_for = ?", ClaimTable::claim, subjectId);
    }

    private static Claim claim(Row row) {
        return new Claim(
                row.text("id"),
                row.text("subject_id"),
                row.text("account_id"),
                row.text("evidence"),
                ClaimState.valueOf(row.text("state")),
                row.text("reason"),
                row.moment("created_at"));
    }
}
