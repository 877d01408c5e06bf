package org.mutoscope.rights;

import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Following;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Whom holders approve. */
final class ApprovedDesk implements Following {
    private static final String MUTUAL =
            "(select count(*) from rights_approved b where b.holder = a.account_id and b.account_id = a.holder) n";

    private final Office office;

    ApprovedDesk(Office office) {
        this.office = office;
    }

    @Override
    public Approved approve(Caller by, String accountId) {
        if (by.accountId().equals(accountId)) {
            throw new Problem(Code.INVALID_REQUEST, "You need not approve yourself.", "account_id", null);
        }
        return office.storage().write(tx -> {
            if (tx.first("select id from account where id = ?", row -> row.text("id"), accountId)
                    .isEmpty()) {
                throw new Problem(Code.ACCOUNT_NOT_FOUND, "There is no such account.", "account_id", null);
            }
            long there = tx.first(
                            "select count(*) n from rights_approved where holder = ?",
                            row -> row.number("n"),
                            by.accountId())
                    .orElse(0L);
            if (there >= MOST) {
                throw new Problem(
                        Code.INVALID_REQUEST, "You approve " + MOST + " accounts already, which is the most.");
            }
            try {
                tx.update(
                        "insert into rights_approved (holder, account_id, at) values (?, ?, ?)",
                        by.accountId(),
                        accountId,
                        tx.now());
                office.audit(tx, by, "people.approve", accountId);
            } catch (DuplicateKey e) {
                // it is approved already
                return find(tx, by, accountId);
            }
            return find(tx, by, accountId);
        });
    }

    private static Approved find(Transaction tx, Caller by, String accountId) {
        return tx.first(
                        "select a.account_id, a.at, " + MUTUAL
                                + " from rights_approved a where a.holder = ? and a.account_id = ?",
                        ApprovedDesk::approved,
                        by.accountId(),
                        accountId)
                .orElseThrow();
    }

    @Override
    public boolean drop(Caller by, String accountId) {
        return office.storage().write(tx -> {
            boolean dropped = tx.update(
                            "delete from rights_approved where holder = ? and account_id = ?",
                            by.accountId(),
                            accountId)
                    == 1;
            if (dropped) {
                office.audit(tx, by, "people.drop", accountId);
            }
            return dropped;
        });
    }

    @Override
    public List<Approved> list(Caller by, int limit) {
        return office.storage()
                .read(tx -> tx.query(
                        "select a.account_id, a.at, " + MUTUAL
                                + " from rights_approved a where a.holder = ? order by a.at desc, a.account_id fetch first ? rows only",
                        ApprovedDesk::approved,
                        by.accountId(),
                        limit));
    }

    private static Approved approved(Row row) {
        return new Approved(row.text("account_id"), row.number("n") > 0, row.moment("at"));
    }
}
