package org.mutoscope.billing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * Compares purchases with their stores one by one, beside what notices and histories tell: each once a week for as long as it can be
 * refunded, and an account's at once when its app comes back after a day or more.
 */
final class Checkups implements Chore {
    private static final int PORTION = 20;
    static final Duration EVERY = Duration.ofDays(7);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);
    private static final Duration NOT_AGAIN = Duration.ofDays(1);
    private static final String DUE = "select " + Entry.COLUMNS
            + " from billing_purchase where provider = ? and check_at <= ? order by provider, check_at limit ?";
    /** A purchase that is older than the history goes back cannot change any more. */
    private static final String NEXT =
            "update billing_purchase set check_at = case when first_seen > ? then ? else null end"
                    + " where provider = ? and env = ? and purchase_id = ?";

    private static final String LATER = "update billing_purchase set check_at = ? where provider = ? and check_at <= ?";
    private static final String SOON =
            "update billing_purchase set check_at = ? where account_id = ? and check_at > ? and check_at <= ?";

    private final Desk desk;
    private final UnitOfWork storage;
    private final Booker booker;

    Checkups(Desk desk, Booker booker) {
        this.desk = desk;
        this.storage = desk.storage();
        this.booker = booker;
    }

    /** An account's app has come back: its purchases are due, but for those that were compared a short time ago. */
    static void soon(Transaction tx, String accountId) {
        tx.update(SOON, tx.now(), accountId, tx.now(), tx.now().plus(EVERY).minus(NOT_AGAIN));
    }

    @Override
    public boolean portion(String provider) throws PartnerFault, InterruptedException {
        if (desk.partners().providers().named(provider).isEmpty()) {
            return false;
        }
        List<Entry> due = storage.read(tx -> tx.query(DUE, Entry::new, provider, tx.now(), PORTION));
        for (Entry one : due) {
            try {
                ask(one);
                storage.write(tx -> next(tx, one.key()));
            } catch (PartnerFault e) {
                // All of them: this is the least urgent of a provider's chores, and its failures count against the
                // others.
                storage.write(tx -> tx.update(LATER, tx.now().plus(AFTER_FAILURE), provider, tx.now()));
                throw e;
            }
        }
        return due.size() == PORTION;
    }

    private int next(Transaction tx, Ledger.PurchaseKey key) {
        Duration back = Duration.ofDays(desk.settings().get().history_days());
        return tx.update(
                NEXT, tx.now().minus(back), tx.now().plus(EVERY), key.provider(), key.environment(), key.purchaseId());
    }

    /** What a store said about a purchase. @param now the line of the book after it; the same as before if nothing was vouched for */
    record Answer(Optional<ProofOutcome> outcome, Entry now) {}

    /** Asks the store about a purchase and brings the book and the ledger to it. */
    Answer ask(Entry entry) throws PartnerFault, InterruptedException {
        Optional<ProofOutcome> outcome = desk.partners()
                .ask(
                        desk.partners().providers(),
                        entry.provider(),
                        "lookup",
                        (service, context) -> service.lookup(entry.fact().purchaseId(), context));
        Told told = outcome.map(Told::of).orElse(null);
        Entry now = told == null
                ? entry
                : storage.write(tx -> booker.take(tx, entry.provider(), told, null))
                        .entry();
        return new Answer(outcome, now);
    }
}
