package org.mutoscope.revenue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.ledger.MoneyBook.Place;
import org.mutoscope.core.ledger.MoneyBook.Posting;
import org.mutoscope.core.storage.Transaction;

/** Sets aside what a month earned: one run for each pool by views and currency, and one for each line of an import that names a clip or an invoice. */
final class MonthFunding {
    private static final String UNATTRIBUTED =
            "select currency, sum(minor) n from revenue_import_line where period = ? and asset = 'unattributed' group by currency";
    /** All that a line is worth by this month, its corrections with it, wherever one of them came in this month. */
    private static final String TOUCHED =
            "select x.source, x.root, x.currency, x.asset, sum(x.minor) n from revenue_import_line x where x.period <= ? and x.asset <> 'unattributed'"
                    + " and exists (select 1 from revenue_import_line t where t.source = x.source and t.root = x.root and t.period = ?)"
                    + " group by x.source, x.root, x.currency, x.asset order by x.source, x.root";

    private final MoneyBook book;
    private final Parking parking;

    MonthFunding(MoneyBook book, Parking parking) {
        this.book = book;
        this.parking = parking;
    }

    /** Writes the runs of a month, in one transaction, once. @param adsPpm part of unattributed advertising that goes into the pool */
    void write(Transaction tx, String period, long adsPpm) {
        Map<String, Long> payers = MonthMoney.sums(tx, period);
        Map<String, Long> ads = new TreeMap<>();
        tx.query(
                UNATTRIBUTED,
                row -> ads.put(row.text("currency"), Math.multiplyExact(row.number("n"), MoneyBook.MICROS)),
                period);
        Map<String, Long> carried = RunTable.carried(tx);
        Set<String> currencies = new TreeSet<>(payers.keySet());
        currencies.addAll(ads.keySet());
        currencies.addAll(carried.keySet());
        for (String currency : currencies) {
            long unattributed = ads.getOrDefault(currency, 0L);
            long part = signed(unattributed, adsPpm);
            long paid = payers.getOrDefault(currency, 0L);
            fund(tx, period, currency, paid - (unattributed - part));
            long micros = Math.addExact(Math.addExact(paid, part), carried.getOrDefault(currency, 0L));
            RunTable.insert(tx, period, new RunTable.Earned(RunTable.VIEWS, currency, "", micros));
        }
        for (RunTable.Earned earned : touched(tx, period)) {
            parking.supersede(tx, earned);
            RunTable.insert(tx, period, earned);
        }
    }

    /** Advertising is in the pool since it was taken; payers' money comes, and the platform's part of advertising goes. */
    private void fund(Transaction tx, String period, String currency, long micros) {
        if (micros != 0) {
            List<MoneyBook.Line> lines = List.of(
                    Place.platform(MoneyBook.REVENUE, currency).line(-micros),
                    Place.platform(MoneyBook.pool(RunTable.VIEWS), currency).line(micros));
            String key = "fund|" + period + "|" + currency;
            book.post(tx, new Posting(key, "FUND", "pool " + period + " views", tx.now(), lines));
        }
    }

    private static List<RunTable.Earned> touched(Transaction tx, String period) {
        return new ArrayList<>(tx.query(
                TOUCHED,
                row -> new RunTable.Earned(
                        ImportTable.pool(row.text("asset")),
                        row.text("currency"),
                        ImportLine.cause(row.text("source"), row.text("root")),
                        Math.multiplyExact(row.number("n"), MoneyBook.MICROS)),
                period,
                period));
    }

    private static long signed(long amount, long ppm) {
        return amount < 0 ? -Allocator.part(-amount, ppm) : Allocator.part(amount, ppm);
    }
}
