package org.mutoscope.revenue;

import java.util.function.Supplier;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.storage.Transaction;

/** What the platform pays for uses with free credits: so much a month, then nothing until the next. */
final class Budget {
    private final Supplier<RevenueConfig> settings;

    Budget(Supplier<RevenueConfig> settings) {
        this.settings = settings;
    }

    /** Takes from this month's budget. @return how much of the value there was */
    long take(Transaction tx, Worth.Value value) {
        long most = Math.multiplyExact(settings.get().budget_minor(), MoneyBook.MICROS);
        if (value.micros() == 0 || most == 0) {
            return 0;
        }
        String period = Lines.month(tx.now());
        long paid = tx.first(
                        "select micros from revenue_budget where period = ? and currency = ?",
                        row -> row.number("micros"),
                        period,
                        value.currency())
                .orElse(-1L);
        if (paid < 0) {
            tx.update(
                    "insert into revenue_budget (period, currency, micros) values (?, ?, 0)", period, value.currency());
        }
        long part = Math.max(0, Math.min(value.micros(), most - Math.max(paid, 0)));
        tx.update(
                "update revenue_budget set micros = micros + ? where period = ? and currency = ?",
                part,
                period,
                value.currency());
        return part;
    }
}
