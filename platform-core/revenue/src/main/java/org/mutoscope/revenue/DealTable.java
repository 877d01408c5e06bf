package org.mutoscope.revenue;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.revenue.Deals.Deal;
import org.mutoscope.core.revenue.Deals.Invoice;
import org.mutoscope.core.revenue.Deals.Quote;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** Deals, the parts of their holders, and their invoices. */
final class DealTable {
    private static final String PAID =
            "(select coalesce(sum(x.minor), 0) from revenue_import_line x where x.asset = 'invoice:' || cast(i.number as varchar(20)))";
    private static final String DEALS =
            "select d.id, d.subject_id, d.maker, d.buyer, d.currency, d.price, d.guarantee, d.begins, d.ends, d.text, d.state, d.at,"
                    + " (select coalesce(sum(i.minor), 0) from revenue_invoice i where i.deal_id = d.id) invoiced,"
                    + " (select coalesce(sum(" + PAID
                    + "), 0) from revenue_invoice i where i.deal_id = d.id) paid from revenue_deal d";
    private static final String INVOICES = "select i.number, i.deal_id, i.kind, i.currency, i.minor, i.text, i.at, "
            + PAID + " paid from revenue_invoice i";

    private DealTable() {}

    static void insert(Transaction tx, Deal deal) {
        Quote quote = deal.quote();
        tx.update(
                "insert into revenue_deal (id, subject_id, maker, buyer, currency, price, guarantee, begins, ends, text, state, at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUOTED', ?)",
                deal.id(),
                quote.subjectId(),
                deal.maker(),
                quote.buyer(),
                quote.currency(),
                quote.price(),
                quote.guarantee(),
                quote.from(),
                quote.to(),
                quote.text(),
                tx.now());
        new TreeMap<>(quote.split())
                .forEach((holder, ppm) -> tx.update(
                        "insert into revenue_deal_part (deal_id, holder, ppm) values (?, ?, ?)",
                        deal.id(),
                        holder,
                        ppm));
    }

    static Optional<Deal> find(Transaction tx, String id) {
        return tx.first(DEALS + " where d.id = ?", DealTable::deal, id).map(deal -> whole(tx, deal));
    }

    /** Deals that a caller is a party of; all for those who read all. */
    static List<Deal> list(Transaction tx, Caller by, int limit) {
        String end = " order by d.seq desc fetch first ? rows only";
        String own = by.accountId();
        List<Deal> deals = Bureau.reads(by)
                ? tx.query(DEALS + end, DealTable::deal, limit)
                : tx.query(
                        DEALS
                                + " where d.maker = ? or d.buyer = ? or d.id in (select p.deal_id from revenue_deal_part p"
                                + " where p.holder = ?)" + end,
                        DealTable::deal,
                        own,
                        own,
                        own,
                        limit);
        return deals.stream().map(deal -> whole(tx, deal)).toList();
    }

    /** Accepted deals whose time is over. */
    static List<String> over(Transaction tx, Instant by) {
        return tx.query(
                "select id from revenue_deal where state = 'ACCEPTED' and ends <= ? order by seq",
                row -> row.text("id"),
                by);
    }

    /** Until the transaction is through nobody else moves it on or writes invoices of it. */
    static void lock(Transaction tx, String id) {
        tx.query("select id from revenue_deal where id = ? for update", row -> true, id);
    }

    /** @return whether it was in the first state */
    static boolean move(Transaction tx, String id, String from, String to) {
        return tx.update("update revenue_deal set state = ? where id = ? and state = ?", to, id, from) == 1;
    }

    static void acceptedNow(Transaction tx, String id) {
        tx.update("update revenue_deal set accepted_at = ? where id = ?", tx.now(), id);
    }

    /** Writes an invoice with the next number: the row of the counter is locked until this transaction is through, so there are no gaps. */
    static Invoice bill(Transaction tx, Invoice without, String key) {
        tx.update("update revenue_number set last = last + 1 where name = 'invoice'");
        long number = tx.first("select last from revenue_number where name = 'invoice'", row -> row.number("last"))
                .orElseThrow();
        tx.update(
                "insert into revenue_invoice (number, deal_id, kind, currency, minor, text, idem_key, at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                number,
                without.dealId(),
                without.kind().toUpperCase(Locale.ROOT),
                without.currency(),
                without.minor(),
                without.text(),
                key,
                tx.now());
        return invoice(tx, number).orElseThrow();
    }

    static Optional<Invoice> byKey(Transaction tx, String dealId, String key) {
        return tx.first(INVOICES + " where i.deal_id = ? and i.idem_key = ?", DealTable::invoice, dealId, key);
    }

    static Optional<Invoice> invoice(Transaction tx, long number) {
        return tx.first(INVOICES + " where i.number = ?", DealTable::invoice, number);
    }

    static List<Invoice> invoices(Transaction tx, String dealId) {
        return tx.query(INVOICES + " where i.deal_id = ? order by i.number", DealTable::invoice, dealId);
    }

    /** Minor units that a deal's invoices ask for. */
    static long invoiced(Transaction tx, String dealId) {
        return invoices(tx, dealId).stream().mapToLong(Invoice::minor).sum();
    }

    /** Currency of an invoice; null if there is none. */
    static String currency(Transaction tx, long number) {
        return invoice(tx, number).map(Invoice::currency).orElse(null);
    }

    static long minor(Transaction tx, long number) {
        return invoice(tx, number).map(Invoice::minor).orElse(0L);
    }

    static long paid(Transaction tx, long number) {
        return invoice(tx, number).map(Invoice::paid).orElse(0L);
    }

    /** Parts of the holders of an invoice's contract. */
    static Map<String, Long> claims(Transaction tx, long number) {
        return parts(tx, invoice(tx, number).orElseThrow().dealId());
    }

    private static Map<String, Long> parts(Transaction tx, String dealId) {
        Map<String, Long> parts = new TreeMap<>();
        tx.query(
                "select holder, ppm from revenue_deal_part where deal_id = ?",
                row -> parts.put(row.text("holder"), row.number("ppm")),
                dealId);
        return parts;
    }

    private static Deal whole(Transaction tx, Deal deal) {
        Quote bare = deal.quote();
        Quote quote = new Quote(
                bare.subjectId(),
                bare.buyer(),
                bare.currency(),
                bare.price(),
                bare.guarantee(),
                bare.from(),
                bare.to(),
                parts(tx, deal.id()),
                bare.text());
        return new Deal(deal.id(), quote, deal.maker(), deal.state(), deal.invoiced(), deal.paid(), deal.at());
    }

    private static Deal deal(Row row) {
        Quote quote = new Quote(
                row.text("subject_id"),
                row.text("buyer"),
                row.text("currency"),
                row.number("price"),
                row.number("guarantee"),
                row.moment("begins"),
                row.moment("ends"),
                Map.of(),
                row.text("text"));
        return new Deal(
                row.text("id"),
                quote,
                row.text("maker"),
                row.text("state").toLowerCase(Locale.ROOT),
                row.number("invoiced"),
                row.number("paid"),
                row.moment("at"));
    }

    private static Invoice invoice(Row row) {
        return new Invoice(
                row.number("number"),
                row.text("deal_id"),
                row.text("kind").toLowerCase(Locale.ROOT),
                row.text("currency"),
                row.number("minor"),
                row.number("paid"),
                row.text("text"),
                row.moment("at"));
    }
}
