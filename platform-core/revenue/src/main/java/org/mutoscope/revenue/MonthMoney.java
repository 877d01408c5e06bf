package org.mutoscope.revenue;

import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Ledger.PaidUse;
import org.mutoscope.core.ledger.Ledger.Spent;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * What those who paid put into the pool by views: of the net worth of the bought credits that each spent in the month, less what of them was fees and gifts, a
 * part. What was taken back by the store until now is not counted; what is taken back later is the platform's.
 */
final class MonthMoney {
    private static final int BATCH = 1_000;
    private static final String FEES =
            "select lot_id, sum(micros) n from revenue_line where stream in ('FEE', 'TIP') and budget = false and lot_id is not null and period = ?"
                    + " group by lot_id";

    /** What is set aside of clips and gifts of the month that are not shared yet: by whom it was paid, not with which lot. */
    private static final String PARKED =
            "select c.account_id, s.currency, sum(s.micros) n from revenue_capture c join revenue_suspense s on s.cause = c.id"
                    + " where c.state = 'OPEN' and c.at >= ? and c.at < ? group by c.account_id, s.currency";

    private final UnitOfWork storage;
    private final Ledger ledger;
    private final ToLongFunction<Spent> net;

    /** @param net what is left of the payment for a whole lot, in micros, after store fee and tax */
    MonthMoney(UnitOfWork storage, Ledger ledger, ToLongFunction<Spent> net) {
        this.storage = storage;
        this.ledger = ledger;
        this.net = net;
    }

    /** Who paid how much into the pool. */
    record Paid(String account, String currency, long micros) {}

    /** Works it out and writes it down, anew if it was done in part before. @param ppm part that goes into the pool */
    void write(YearMonth month, long ppm) {
        String period = month.toString();
        List<Paid> all = storage.read(tx -> paid(tx, month, ppm));
        storage.write(tx -> tx.update("delete from revenue_payer where period = ?", period));
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Paid> some = all.subList(from, Math.min(all.size(), from + BATCH));
            storage.write(tx -> {
                some.forEach(paid -> tx.update(
                        "insert into revenue_payer (period, currency, account_id, micros) values (?, ?, ?, ?)",
                        period,
                        paid.currency(),
                        paid.account(),
                        paid.micros()));
                return null;
            });
        }
    }

    private List<Paid> paid(Transaction tx, YearMonth month, long ppm) {
        Map<Long, Long> fees = new HashMap<>();
        tx.query(FEES, row -> fees.put(row.number("lot_id"), row.number("n")), month.toString());
        Map<String, Map<String, Long>> sums = new TreeMap<>();
        for (PaidUse use : ledger.paidUses(tx, start(month), start(month.plusMonths(1)))) {
            long worth = worth(tx, use) - fees.getOrDefault(use.spent().lotId(), 0L);
            if (worth > 0) {
                sums.computeIfAbsent(use.accountId(), id -> new TreeMap<>())
                        .merge(use.spent().currency(), worth, Math::addExact);
            }
        }
        tx.query(
                        PARKED,
                        row -> new Paid(row.text("account_id"), row.text("currency"), row.number("n")),
                        start(month),
                        start(month.plusMonths(1)))
                .forEach(parked -> sums.getOrDefault(parked.account(), new TreeMap<>())
                        .computeIfPresent(parked.currency(), (currency, worth) -> worth - parked.micros()));
        List<Paid> paid = new ArrayList<>();
        sums.forEach((account, byCurrency) -> byCurrency.forEach((currency, worth) -> {
            long part = worth > 0 ? Allocator.part(worth, ppm) : 0;
            if (part > 0) {
                paid.add(new Paid(account, currency, part));
            }
        }));
        return paid;
    }

    private long worth(Transaction tx, PaidUse use) {
        long credits = use.spent().credits();
        if (use.revoked() > 0) {
            long back = ledger.lotUse(tx, use.spent().lotId())
                    .map(Ledger.LotUse::refunded)
                    .orElse(0L);
            credits = Math.max(0, credits - back);
        }
        return BigInteger.valueOf(net.applyAsLong(use.spent()))
                .multiply(BigInteger.valueOf(credits))
                .divide(BigInteger.valueOf(use.spent().granted()))
                .longValueExact();
    }

    static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** Micros by currency. */
    static Map<String, Long> sums(Transaction tx, String period) {
        Map<String, Long> sums = new TreeMap<>();
        tx.query(
                "select currency, sum(micros) n from revenue_payer where period = ? group by currency",
                row -> sums.put(row.text("currency"), row.number("n")),
                period);
        return sums;
    }

    /** Micros by account. */
    static Map<String, Long> payers(Transaction tx, String period, String currency) {
        Map<String, Long> payers = new HashMap<>();
        tx.query(
                "select account_id, micros from revenue_payer where period = ? and currency = ?",
                row -> payers.put(row.text("account_id"), row.number("micros")),
                period,
                currency);
        return payers;
    }
}
