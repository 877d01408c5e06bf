package org.mutoscope.billing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where money from outside reaches the ledger. Whatever brought it (a notice, a buyer's proof, a store's history), what a
 * store says of a purchase is entered in the book and, if its account and its worth are known, booked, all in one transaction.
 */
final class Booker {
    private static final Logger LOG = LoggerFactory.getLogger(Booker.class);
    private static final int BATCH = 50;
    /** Nothing but its buyer's own post can assign a purchase; a list of products is changed by hand. */
    private static final Duration UNASSIGNED_AGAIN = Duration.ofHours(1);

    private static final Duration LISTED_AGAIN = Duration.ofMinutes(1);

    private final Book book = new Book();
    private final Payers payers;
    private final Ledger ledger;
    private final Products products;
    private final Periods periods;
    private final Signals signals;
    private final Supplier<BillingConfig> settings;

    Booker(Desk desk, Products products, Periods periods, Signals signals) {
        this.payers = desk.payers();
        this.ledger = desk.ledger();
        this.products = products;
        this.periods = periods;
        this.signals = signals;
        this.settings = desk.settings();
    }

    /** What became of a purchase. @param lot its pack's lot, if it has one */
    record Booked(Entry entry, Optional<Ledger.Lot> lot) {}

    /**
     * Enters and books what a store told.
     *
     * @param claimant who sent the proof; gets the purchase if the store names nobody and nobody has it. Null for a notice
     */
    Booked take(Transaction tx, String provider, Told told, String claimant) {
        Entry entry = book.take(tx, provider, told);
        if (told.fact().revokedPer100000() > 0) {
            signals.decided(tx, entry.key(), told.fact().signedAt());
        }
        return book(tx, entry.of(account(tx, entry, claimant)));
    }

    /** Looks again at what waits: perhaps the operator has listed the product. @return how many were booked */
    int again(UnitOfWork storage, String provider) {
        List<Entry> open = storage.read(tx -> book.open(tx, provider, BATCH));
        int booked = 0;
        for (Entry entry : open) {
            booked += storage.write(tx -> again(tx, entry)) ? 1 : 0;
        }
        return booked;
    }

    private boolean again(Transaction tx, Entry waiting) {
        Ledger.PurchaseKey key = waiting.key();
        Entry entry = book.lock(tx, key.provider(), key.environment(), key.purchaseId())
                .orElseThrow();
        return book(tx, entry.of(account(tx, entry, null))).entry().state().equals(Entry.BOOKED);
    }

    private String account(Transaction tx, Entry entry, String claimant) {
        if (entry.accountId() != null) {
            return entry.accountId();
        }
        Optional<String> name = entry.fact().accountId();
        return name.isPresent() ? payers.named(tx, name.get()).orElse(null) : claimant;
    }

    private Booked book(Transaction tx, Entry entry) {
        if (entry.accountId() == null) {
            String who =
                    entry.fact().accountId().isPresent() ? "names an account that is not here" : "names no account";
            return waits(tx, entry, Entry.UNASSIGNED, "The store " + who + "; a buyer who sends the proof gets it.");
        } else if (entry.isSandbox() && (entry.isPeriod() || !settings.get().sandbox_purchases())) {
            return waits(tx, entry, Entry.SANDBOX, "It was bought in the store's test environment.");
        }
        return entry.isPeriod() ? bookPeriod(tx, entry) : bookPack(tx, entry);
    }

    private Booked bookPack(Transaction tx, Entry entry) {
        PurchaseFact fact = entry.fact();
        Optional<Products.Pack> pack = products.pack(fact.productId());
        if (pack.isEmpty()) {
            return waits(tx, entry, Entry.UNPRICED, "Its product is not in the operator's list of products.");
        }
        long credits = pack.get().times(fact.quantity());
        Optional<Ledger.Lot> lot = ledger.apply(tx, entry.provider(), entry.accountId(), fact, credits);
        lot.ifPresent(there -> ledger.lock(tx, there.id(), pack.get().lock()));
        return booked(tx, entry, lot);
    }

    private Booked bookPeriod(Transaction tx, Entry entry) {
        Optional<String> plan = products.plan(entry.fact().productId());
        if (plan.isEmpty() || !periods.knows(plan.get())) {
            return waits(
                    tx,
                    entry,
                    Entry.UNPRICED,
                    "Its product is not in the operator's list of plans, or the plan is unknown.");
        }
        Booked booked = booked(tx, entry, Optional.empty());
        periods.pay(tx, booked.entry());
        return booked;
    }

    private Booked booked(Transaction tx, Entry entry, Optional<Ledger.Lot> lot) {
        Entry now = new Entry(entry.provider(), entry.accountId(), entry.told(), Entry.BOOKED, entry.settled());
        if (!entry.state().equals(Entry.BOOKED)) {
            book.decide(tx, now, null, tx.now());
        }
        signals.bring(tx, now);
        return new Booked(now, lot);
    }

    private Booked waits(Transaction tx, Entry entry, String state, String note) {
        Entry now = new Entry(entry.provider(), entry.accountId(), entry.told(), state, entry.settled());
        if (!entry.state().equals(state)) {
            LOG.warn(
                    "ALARM a purchase waits ({}): provider {}, product {}. {}",
                    state,
                    entry.provider(),
                    Texts.shown(entry.fact().productId()),
                    note);
        }
        book.decide(tx, now, note, tx.now().plus(state.equals(Entry.UNASSIGNED) ? UNASSIGNED_AGAIN : LISTED_AGAIN));
        signals.bring(tx, now);
        return new Booked(now, Optional.empty());
    }
}
