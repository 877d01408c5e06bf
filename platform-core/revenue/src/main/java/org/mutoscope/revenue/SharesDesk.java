package org.mutoscope.revenue;

import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.revenue.Shares;
import org.mutoscope.core.storage.Transaction;

/** Takes note of what is to be shared, in the transaction in which it was captured. */
final class SharesDesk implements Shares {
    private final Ledger ledger;
    private final Sharing.Desk desk;
    private final java.util.function.Supplier<RevenueConfig> settings;
    private final Runnable soon;

    SharesDesk(Ledger ledger, Sharing.Desk desk, java.util.function.Supplier<RevenueConfig> settings, Runnable soon) {
        this.ledger = ledger;
        this.desk = desk;
        this.settings = settings;
        this.soon = soon;
    }

    @Override
    public void captured(Transaction tx, Clip clip) {
        Splits.write(tx, clip.jobId(), clip.accountId(), settings.get().parent_ppm());
        if (clip.credits() > 0) {
            note(
                    tx,
                    new CaptureTable.Capture(
                            clip.jobId(),
                            CaptureFacts.CLIP,
                            clip.jobId(),
                            clip.accountId(),
                            clip.credits(),
                            clip.fees(),
                            tx.now(),
                            false),
                    null);
        }
    }

    /** Writes it down and sets aside what is owed of it. @return false if that was done before */
    boolean note(Transaction tx, CaptureTable.Capture capture, String key) {
        if (!CaptureTable.insert(tx, capture, key)) {
            return false;
        }
        Map<String, Long> owed =
                new TreeMap<>(Shared.worth(ledger.spent(tx, capture.id()), capture.owed(), desk.worth()));
        owed.forEach((currency, micros) ->
                desk.suspense().park(tx, new Suspense.Parked(capture.id(), currency, micros, MoneyBook.REVENUE)));
        tx.afterCommit(soon);
        return true;
    }
}
