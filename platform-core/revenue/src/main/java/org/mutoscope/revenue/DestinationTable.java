package org.mutoscope.revenue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mutoscope.core.revenue.Payouts.Destination;
import org.mutoscope.core.storage.Transaction;

/** Where holders are paid. */
final class DestinationTable {
    private DestinationTable() {}

    /** As it is kept. @param blocked why nothing is sent there, or null */
    record Place(String provider, String destination, Instant changedAt, Instant usableAt, String blocked) {
        Destination shown() {
            return new Destination(provider, hint(destination), changedAt, usableAt, blocked);
        }
    }

    /** Its last letters, enough to know it again; of an IBAN with a name those of the IBAN. */
    static String hint(String destination) {
        String number = destination.split(";", 2)[0].replace(" ", "");
        return "..." + number.substring(Math.max(0, number.length() - 4));
    }

    static Optional<Place> of(Transaction tx, String holder) {
        return tx.first(
                "select provider, destination, changed_at, usable_at, blocked from payout_destination where holder = ?",
                row -> new Place(
                        row.text("provider"),
                        row.text("destination"),
                        row.moment("changed_at"),
                        row.moment("usable_at"),
                        row.text("blocked")),
                holder);
    }

    /** Registers; what was registered before keeps its time if it is the same and nothing speaks against it. @return whether something changed */
    static boolean set(Transaction tx, String holder, String provider, String destination, Duration delay) {
        Optional<Place> before = of(tx, holder);
        if (before.isPresent()
                && before.get().provider().equals(provider)
                && before.get().destination().equals(destination)
                && before.get().blocked() == null) {
            return false;
        }
        tx.update("delete from payout_destination where holder = ?", holder);
        tx.update(
                "insert into payout_destination (holder, provider, destination, changed_at, usable_at) values (?, ?, ?, ?, ?)",
                holder,
                provider,
                destination,
                tx.now(),
                tx.now().plus(delay));
        return true;
    }

    /** Nothing more is sent there, if it is still the holder's. */
    static void block(Transaction tx, String holder, String destination, String why) {
        tx.update(
                "update payout_destination set blocked = ? where holder = ? and destination = ?",
                why.length() > 500 ? why.substring(0, 500) : why,
                holder,
                destination);
    }
}
