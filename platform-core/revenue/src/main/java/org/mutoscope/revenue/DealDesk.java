package org.mutoscope.revenue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Deals;
import org.mutoscope.core.storage.Transaction;

/** Licences by contract: each step is one transaction, with its invoice. */
final class DealDesk implements Deals {
    private static final String QUOTED = "QUOTED";
    private static final String ACCEPTED = "ACCEPTED";

    private final Bureau bureau;

    DealDesk(Bureau bureau) {
        this.bureau = bureau;
    }

    @Override
    public Deal quote(Caller by, Quote quote) {
        DealRules.require(quote);
        return bureau.storage().write(tx -> {
            String holder = DealRules.holder(tx, by, quote.subjectId());
            DealRules.requireAccount(tx, quote.buyer(), "buyer");
            Map<String, Long> split = quote.split().isEmpty() ? Map.of(holder, 1_000_000L) : quote.split();
            split.keySet().forEach(each -> DealRules.requireAccount(tx, each, "split"));
            Quote whole = new Quote(
                    quote.subjectId(),
                    quote.buyer(),
                    quote.currency(),
                    quote.price(),
                    quote.guarantee(),
                    quote.from(),
                    quote.to(),
                    split,
                    quote.text());
            String id = "deal_" + UUID.randomUUID().toString().replace("-", "");
            DealTable.insert(tx, new Deal(id, whole, by.accountId(), "quoted", 0, 0, tx.now()));
            audit(tx, by, "deal.quote", id);
            return DealTable.find(tx, id).orElseThrow();
        });
    }

    @Override
    public Deal accept(Caller by, String dealId) {
        return bureau.storage().write(tx -> {
            DealTable.lock(tx, dealId);
            Deal deal = seen(tx, by, dealId);
            if (!by.accountId().equals(deal.quote().buyer())) {
                throw absent();
            }
            if (deal.state().equals("accepted")) {
                return deal;
            }
            if (tx.now().isAfter(deal.at().plus(Duration.ofDays(QUOTE_DAYS)))) {
                throw state("This quote is older than " + QUOTE_DAYS + " days; ask for a new one.");
            }
            if (deal.state().equals("quoted")
                    && !DealRules.isHeld(tx, deal.quote().subjectId())) {
                throw state(
                        "What this quote is about is in dispute, off, or held by nobody now; it cannot be accepted.");
            }
            if (!DealTable.move(tx, dealId, QUOTED, ACCEPTED)) {
                throw state("This deal is " + deal.state() + " and cannot be accepted.");
            }
            DealTable.acceptedNow(tx, dealId);
            if (deal.quote().price() > 0) {
                bill(
                        tx,
                        deal,
                        new Bill("price", deal.quote().price(), deal.quote().text()),
                        "price");
            }
            audit(tx, by, "deal.accept", dealId);
            return DealTable.find(tx, dealId).orElseThrow();
        });
    }

    @Override
    public Deal withdraw(Caller by, String dealId) {
        return bureau.storage().write(tx -> {
            Deal deal = seen(tx, by, dealId);
            if (!by.accountId().equals(deal.maker()) && !by.may(Role.OPERATOR)) {
                throw absent();
            }
            if (!deal.state().equals("withdrawn")) {
                if (!DealTable.move(tx, dealId, QUOTED, "WITHDRAWN")) {
                    throw state("This deal is " + deal.state() + ": only a quote can be taken back.");
                }
                audit(tx, by, "deal.withdraw", dealId);
            }
            return DealTable.find(tx, dealId).orElseThrow();
        });
    }

    /** What an invoice is for. */
    private record Bill(String kind, long minor, String text) {}

    @Override
    public Invoice bill(Caller by, String dealId, long minor, String text, String key) {
        Bureau.requireOperator(by);
        DealRules.line(text, 200, "text");
        DealRules.line(key, 100, "key");
        if (minor < 1 || minor > 1_000_000_000_000L) {
            throw DealRules.bad("\"minor\" is a whole number of minor units from 1 to 1000000000000.", "minor");
        }
        return bureau.storage().write(tx -> {
            DealTable.lock(tx, dealId);
            Deal deal = seen(tx, by, dealId);
            Invoice before = DealTable.byKey(tx, dealId, "use:" + key).orElse(null);
            if (before != null) {
                if (before.minor() != minor || !before.text().equals(text)) {
                    throw state("An invoice with this key asks for something else; use another key.");
                }
                return before;
            }
            if (!deal.state().equals("accepted")) {
                throw state("This deal is " + deal.state() + ": only while it is accepted its use is invoiced.");
            }
            audit(tx, by, "deal.bill", dealId);
            return bill(tx, deal, new Bill("use", minor, text), "use:" + key);
        });
    }

    @Override
    public Deal end(Caller by, String dealId) {
        Bureau.requireOperator(by);
        return bureau.storage().write(tx -> {
            DealTable.lock(tx, dealId);
            Deal deal = seen(tx, by, dealId);
            if (deal.state().equals("accepted")
                    && tx.now().isBefore(deal.quote().to())) {
                throw state("This licence runs until " + deal.quote().to() + " and ends then.");
            }
            if (!deal.state().equals("ended")) {
                if (!deal.state().equals("accepted")) {
                    throw state("This deal is " + deal.state() + " and was never in force.");
                }
                end(tx, deal);
                audit(tx, by, "deal.end", dealId);
            }
            return DealTable.find(tx, dealId).orElseThrow();
        });
    }

    /** Ends all whose time is over, one transaction each. */
    void endAll(Instant over) {
        for (String id : bureau.storage().read(tx -> DealTable.over(tx, over))) {
            bureau.storage().write(tx -> {
                DealTable.lock(tx, id);
                DealTable.find(tx, id)
                        .filter(deal -> deal.state().equals("accepted"))
                        .ifPresent(deal -> end(tx, deal));
                return null;
            });
        }
    }

    private static void end(Transaction tx, Deal deal) {
        if (!DealTable.move(tx, deal.id(), ACCEPTED, "ENDED")) {
            return; // somebody else ended it, with its invoice
        }
        long missing = deal.quote().guarantee() - DealTable.invoiced(tx, deal.id());
        if (missing > 0) {
            bill(tx, deal, new Bill("guarantee", missing, "What is missing to the guarantee"), "guarantee");
        }
    }

    private static Invoice bill(Transaction tx, Deal deal, Bill bill, String key) {
        String text = bill.text().length() > 200 ? bill.text().substring(0, 200) : bill.text();
        return DealTable.bill(
                tx,
                new Invoice(0, deal.id(), bill.kind(), deal.quote().currency(), bill.minor(), 0, text, tx.now()),
                key);
    }

    @Override
    public List<Deal> deals(Caller by, int limit) {
        return bureau.storage().read(tx -> DealTable.list(tx, by, limit));
    }

    @Override
    public List<Invoice> invoices(Caller by, String dealId) {
        return bureau.storage().read(tx -> {
            seen(tx, by, dealId);
            return DealTable.invoices(tx, dealId);
        });
    }

    /** A deal that the caller is a party of. */
    private static Deal seen(Transaction tx, Caller by, String dealId) {
        return DealTable.find(tx, dealId)
                .filter(deal -> Bureau.reads(by)
                        || by.accountId().equals(deal.maker())
                        || by.accountId().equals(deal.quote().buyer())
                        || deal.quote().split().containsKey(by.accountId()))
                .orElseThrow(DealDesk::absent);
    }

    private void audit(Transaction tx, Caller by, String act, String subject) {
        bureau.identity().audit(tx, by, "revenue." + act, subject);
    }

    private static Problem absent() {
        return new Problem(Code.DEAL_NOT_FOUND, "There is no such deal, or you are no party of it.", "id", null);
    }

    private static Problem state(String message) {
        return new Problem(Code.DEAL_STATE, message);
    }
}
