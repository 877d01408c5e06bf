package org.mutoscope.revenue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.revenue.Statements.Statement;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of statements. */
final class StatementTable {
    private static final String READ =
            "select id, seq, holder, currency, nr, period, rules, from_at, to_at, made_at, closing_hold, closing_pay,"
                    + " previous, sha256, signature from revenue_statement";

    private StatementTable() {}

    /** One as it is kept. */
    record Told(
            String id,
            long seq,
            String holder,
            String currency,
            int number,
            String period,
            String rules,
            Instant from,
            Instant to,
            Instant madeAt,
            long closingHold,
            long closingPay,
            String previous,
            String sha256,
            String signature) {
        Statement shown() {
            return new Statement(id, seq, holder, currency, number, period, madeAt, closingHold, closingPay, sha256);
        }

        /** The same with what follows from its content. */
        Told sealed(String hash, String sign) {
            return new Told(
                    id,
                    seq,
                    holder,
                    currency,
                    number,
                    period,
                    rules,
                    from,
                    to,
                    madeAt,
                    closingHold,
                    closingPay,
                    previous,
                    hash,
                    sign);
        }
    }

    /** Whoever has an account in money. */
    record Holder(String account, String currency) {}

    static List<Holder> holders(Transaction tx) {
        return tx.query(
                "select distinct owner_id, asset from ledger_account where owner_kind = 'HOLDER' and asset <> 'CRED' order by owner_id, asset",
                row -> new Holder(row.text("owner_id"), row.text("asset")));
    }

    static Optional<Told> last(Transaction tx, Holder holder) {
        return tx.first(
                READ + " where holder = ? and currency = ? order by nr desc fetch first 1 rows only",
                StatementTable::told,
                holder.account(),
                holder.currency());
    }

    /** The one before, if there is one. */
    static Optional<Told> before(Transaction tx, Told told) {
        return tx.first(
                READ + " where holder = ? and currency = ? and nr = ?",
                StatementTable::told,
                told.holder(),
                told.currency(),
                told.number() - 1);
    }

    static Optional<Told> find(Transaction tx, String id) {
        return tx.first(READ + " where id = ?", StatementTable::told, id);
    }

    static List<Statement> list(Transaction tx, Optional<String> holder, long before, int limit) {
        String rest = " seq < ? order by seq desc fetch first ? rows only";
        return holder.isPresent()
                ? tx.query(
                        READ + " where holder = ? and" + rest, row -> told(row).shown(), holder.get(), before, limit)
                : tx.query(READ + " where" + rest, row -> told(row).shown(), before, limit);
    }

    static void insert(Transaction tx, Told told) {
        tx.update(
                "insert into revenue_statement (id, holder, currency, nr, period, rules, from_at, to_at, made_at, closing_hold, closing_pay,"
                        + " previous, sha256, signature) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                told.id(),
                told.holder(),
                told.currency(),
                told.number(),
                told.period(),
                told.rules(),
                told.from(),
                told.to(),
                told.madeAt(),
                told.closingHold(),
                told.closingPay(),
                told.previous(),
                told.sha256(),
                told.signature());
    }

    private static Told told(Row row) {
        return new Told(
                row.text("id"),
                row.number("seq"),
                row.text("holder"),
                row.text("currency"),
                (int) row.number("nr"),
                row.text("period"),
                row.text("rules"),
                row.moment("from_at"),
                row.moment("to_at"),
                row.moment("made_at"),
                row.number("closing_hold"),
                row.number("closing_pay"),
                row.text("previous"),
                row.text("sha256"),
                row.text("signature"));
    }
}
