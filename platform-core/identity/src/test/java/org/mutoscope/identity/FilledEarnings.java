package org.mutoscope.identity;

import java.time.Instant;
import java.util.UUID;
import org.mutoscope.core.storage.Transaction;

/** What somebody earned, and agreed to: a row in each table about it, where there is none yet. */
final class FilledEarnings {
    private FilledEarnings() {}

    static void of(Transaction tx, String name) {
        String account = "acct_" + name;
        deals(tx, name);
        if (none(tx, "revenue_line", "holder", account)) {
            tx.update(
                    "insert into revenue_line (id, period, stream, holder, job_id, cause, currency, micros, made_by, at, release_at, state)"
                            + " values (?, '2026-10', 'POOL', ?, ?, 'pool', 'EUR', 5, 'test', ?, ?, 'REVERSED')",
                    "line_" + name,
                    account,
                    "video_" + name + "1",
                    tx.now(),
                    tx.now());
        }
        if (none(tx, "revenue_split", "holder", account)) {
            tx.update(
                    "insert into revenue_split (job_id, version, holder, ppm, why, at) values (?, 1, ?, 1000000, 'creator', ?)",
                    "video_" + name + "1",
                    account,
                    tx.now());
        }
        if (none(tx, "revenue_capture", "account_id", account)) {
            tx.update(
                    "insert into revenue_capture (id, kind, job_id, account_id, credits, fees, at, state) values (?, 'tip', ?, ?, 5, '', ?, 'SHARED')",
                    "tip_" + name,
                    "video_" + name + "1",
                    account,
                    tx.now());
        }
        payouts(tx, name, account);
    }

    private static void deals(Transaction tx, String name) {
        String account = "acct_" + name;
        Instant later = tx.now().plusSeconds(60);
        tx.update(
                "insert into revenue_deal (id, subject_id, maker, buyer, currency, price, guarantee, begins, ends, text, state, at)"
                        + " values (?, ?, ?, ?, 'EUR', 5, 5, ?, ?, ?, 'QUOTED', ?)",
                "deal_" + name,
                "char_" + name,
                account,
                account,
                tx.now(),
                later,
                "a licence",
                tx.now());
        tx.update(
                "insert into revenue_deal_part (deal_id, holder, ppm) values (?, ?, 1000000)", "deal_" + name, account);
        tx.update(
                "insert into revenue_payer (period, currency, account_id, micros) values ('2026-10', 'EUR', ?, 5)",
                account);
    }

    private static void payouts(Transaction tx, String name, String account) {
        if (none(tx, "payout", "holder_id", account)) {
            tx.update(
                    "insert into payout (id, holder_id, asset, amount, provider, idem_key, state) values (?, ?, 'EUR', 5, 'files', ?, 'PAID')",
                    UUID.randomUUID(),
                    account,
                    "payout_" + name);
        }
        if (none(tx, "payout_destination", "holder", account)) {
            tx.update(
                    "insert into payout_destination (holder, provider, destination, changed_at, usable_at) values (?, 'files', 'there', ?, ?)",
                    account,
                    tx.now(),
                    tx.now());
        }
        if (none(tx, "revenue_statement", "holder", account)) {
            tx.update(
                    "insert into revenue_statement (id, holder, currency, nr, period, rules, from_at, to_at, made_at, closing_hold, closing_pay,"
                            + " previous, sha256, signature) values (?, ?, 'EUR', 1, '2026-10', 'test', ?, ?, ?, 0, 0, ?, ?, 'none')",
                    "statement_" + name,
                    account,
                    tx.now(),
                    tx.now(),
                    tx.now(),
                    Secrets.digest("before " + name),
                    Secrets.digest("statement " + name));
        }
    }

    private static boolean none(Transaction tx, String table, String column, String account) {
        return tx.query("select " + column + " from " + table + " where " + column + " = ?", row -> true, account)
                .isEmpty();
    }
}
