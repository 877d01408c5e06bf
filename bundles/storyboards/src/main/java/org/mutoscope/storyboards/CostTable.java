package org.mutoscope.storyboards;

import java.time.temporal.ChronoUnit;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.storage.Transaction;

/** What services took for helping with words: it belongs to no job, so the books of jobs cannot hold it. */
final class CostTable {
    private CostTable() {}

    /** What one answer took. @param outcome MADE, REFUSED, FAILED or FAULT */
    record Spent(String service, String outcome, UpstreamCost cost) {}

    static void insert(Transaction tx, Asking.Inquiry inquiry, Spent spent) {
        tx.update(
                "insert into creation_cost (at, account_id, service, kind, outcome, micros, currency) values (?, ?, ?, ?, ?, ?, ?)",
                tx.now(),
                inquiry.accountId(),
                spent.service(),
                inquiry.kind().name(),
                spent.outcome(),
                spent.cost().micros(),
                spent.cost().currency());
    }

    /** How often services were asked for an account since the day of UTC began. */
    static long today(Transaction tx, String account) {
        return tx.first(
                        "select count(*) as n from creation_cost where account_id = ? and at >= ?",
                        row -> row.number("n"),
                        account,
                        tx.now().truncatedTo(ChronoUnit.DAYS))
                .orElse(0L);
    }
}
