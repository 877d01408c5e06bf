package org.mutoscope.billing;

import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * Answers stores that ask how much of a purchase was spent before they refund it: inside their window, and only if the buyer agreed. The
 * part is spent x 100,000 / granted, rounded down; what was never booked was not delivered.
 */
final class Answers implements Chore {
    private static final int PORTION = 20;
    private static final String BY_KEY = " where provider = ? and env = ? and purchase_id = ?";
    private static final String DUE = "select s.provider, s.env, s.purchase_id, s.attempts from billing_signal s"
            + " join billing_purchase p on p.provider = s.provider and p.env = s.env and p.purchase_id = s.purchase_id"
            + " join billing_account a on a.account_id = p.account_id"
            + " where s.provider = ? and s.answered = false and s.answer_by > ? and s.next_try <= ? and a.refund_consent = true"
            + " and (s.decided_at is null or s.decided_at < s.asked_at) order by s.answer_by limit ?";
    private static final String ANSWERED = "update billing_signal set answered = true" + BY_KEY;
    private static final String AGAIN = "update billing_signal set attempts = ?, next_try = ?" + BY_KEY;

    private final Desk desk;
    private final UnitOfWork storage;
    private final Purses purses;
    private final Book book = new Book();

    Answers(Desk desk) {
        this.desk = desk;
        this.storage = desk.storage();
        this.purses = new Purses(desk.ledger(), desk.plans());
    }

    private record Due(Ledger.PurchaseKey key, long attempts) {
        Due(Row row) {
            this(
                    new Ledger.PurchaseKey(row.text("provider"), row.text("env"), row.text("purchase_id")),
                    row.number("attempts"));
        }
    }

    @Override
    public boolean portion(String provider) throws PartnerFault, InterruptedException {
        if (desk.partners().answers().named(provider).isEmpty()) {
            return false;
        }
        List<Due> due = storage.read(tx -> tx.query(DUE, Due::new, provider, tx.now(), tx.now(), PORTION));
        for (Due one : due) {
            answer(provider, one);
        }
        return due.size() == PORTION;
    }

    private void answer(String provider, Due due) throws PartnerFault, InterruptedException {
        RefundAnswers.Consumption used = storage.read(tx -> used(tx, due.key));
        boolean heard = false;
        try {
            Optional<Boolean> said = desk.partners()
                    .ask(
                            desk.partners().answers(),
                            provider,
                            "answer",
                            (service, context) -> service.answer(used, context));
            heard = said.orElse(false);
        } finally {
            note(due, heard);
        }
    }

    /** As it is: credits that were never booked were not delivered, and nothing of them was used. */
    private RefundAnswers.Consumption used(Transaction tx, Ledger.PurchaseKey key) {
        Optional<Ledger.Use> use = purses.use(tx, book.find(tx, key).orElseThrow());
        return new RefundAnswers.Consumption(
                key.purchaseId(),
                use.isPresent(),
                use.map(Ledger.Use::spentPer100000).orElse(0));
    }

    private void note(Due due, boolean heard) {
        Object[] key = {due.key.provider(), due.key.environment(), due.key.purchaseId()};
        storage.write(tx -> heard ? tx.update(ANSWERED, key) : again(tx, due));
    }

    private int again(Transaction tx, Due due) {
        long attempts = due.attempts + 1;
        Ledger.PurchaseKey key = due.key;
        return tx.update(
                AGAIN, attempts, desk.retry(tx, attempts), key.provider(), key.environment(), key.purchaseId());
    }
}
