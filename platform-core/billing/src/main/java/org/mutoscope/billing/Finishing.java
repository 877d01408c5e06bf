package org.mutoscope.billing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/** Tells stores that a purchase is booked, after it is, until they have heard it. */
final class Finishing implements Chore {
    private static final int PORTION = 20;
    private static final String DUE = "select attempts, " + Entry.COLUMNS + " from billing_purchase where provider = ?"
            + " and settled = false and next_try <= ? and state = 'BOOKED' order by provider, settled, next_try limit ?";
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
        Map<Due, Boolean> told = new LinkedHashMap<>();
        try {
            for (Due one : due) {
                told.put(one, false);
                told.put(one, tell(provider, one));
            }
        } finally {
            // In one transaction: a commit costs more than what is in it. Lost, the stores are told again, which they
            // bear.
            storage.write(tx -> {
                told.forEach((one, heard) -> note(tx, one, heard));
                return provider;
            });
        }
        return due.size() == PORTION;
    }

    private boolean tell(String provider, Due one) throws PartnerFault, InterruptedException {
        return desk.partners()
                .ask(
                        desk.partners().providers(),
                        provider,
                        "settled",
                        (service, context) -> service.settled(one.entry.fact(), context))
                .orElse(false);
    }

    private void note(Transaction tx, Due due, boolean heard) {
        Ledger.PurchaseKey key = due.entry.key();
        if (heard) {
            tx.update(SETTLED, values(key));
        } else {
            again(tx, key, due.attempts + 1);
        }
    }

    private void again(Transaction tx, Ledger.PurchaseKey key, long attempts) {
        tx.update(AGAIN, attempts, desk.retry(tx, attempts), key.provider(), key.environment(), key.purchaseId());
    }

    private static Object[] values(Ledger.PurchaseKey key) {
        return new Object[] {key.provider(), key.environment(), key.purchaseId()};
    }
}
