package org.mutoscope.billing;

import java.util.List;
import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Tells stores that a purchase is booked, after it is, until they have heard it. */
final class Finishing implements Chore {
    private static final int PORTION = 20;
    private static final String DUE = "select attempts, " + Entry.COLUMNS + " from billing_purchase where provider = ?"
            + " and settled = false and next_try <= ? and state = 'BOOKED' order by next_try, purchase_id limit ?";
    private static final String BY_KEY = " where provider = ? and env = ? and purchase_id = ?";
    private static final String SETTLED = "update billing_purchase set settled = true" + BY_KEY;
    private static final String AGAIN = "update billing_purchase set attempts = ?, next_try = ?" + BY_KEY;

    private final Desk desk;
    private final UnitOfWork storage;

    Finishing(Desk desk) {
        this.desk = desk;
        this.storage = desk.storage();
    }

    private record Due(Entry entry, long attempts) {}

    @Override
    public boolean portion(String provider) throws PartnerFault, InterruptedException {
        if (desk.partners().providers().named(provider).isEmpty()) {
            return false;
        }
        List<Due> due = storage.read(tx ->
                tx.query(DUE, row -> new Due(new Entry(row), row.number("attempts")), provider, tx.now(), PORTION));
        for (Due one : due) {
            boolean heard = false;
            try {
                Optional<Boolean> said = desk.partners()
                        .ask(
                                desk.partners().providers(),
                                provider,
                                "settled",
                                (service, context) -> service.settled(one.entry.fact(), context));
                heard = said.orElse(false);
            } finally {
                note(one, heard);
            }
        }
        return due.size() == PORTION;
    }

    private void note(Due due, boolean heard) {
        Ledger.PurchaseKey key = due.entry.key();
        storage.write(tx -> heard ? tx.update(SETTLED, values(key)) : again(tx, key, due.attempts + 1));
    }

    private int again(Transaction tx, Ledger.PurchaseKey key, long attempts) {
        return tx.update(
                AGAIN, attempts, desk.retry(tx, attempts), key.provider(), key.environment(), key.purchaseId());
    }

    private static Object[] values(Ledger.PurchaseKey key) {
        return new Object[] {key.provider(), key.environment(), key.purchaseId()};
    }
}
