package org.mutoscope.revenue;

import java.util.Optional;
import org.mutoscope.core.storage.Transaction;

/** What a line must be beside what the platform knows. */
final class ImportRules {
    private ImportRules() {}

    /** Whether a line is new; one that was taken before with other content is a fault. */
    static boolean fresh(Transaction tx, ImportLine line, ImportFaults faults) {
        Optional<ImportTable.Known> known = ImportTable.line(tx, line.source(), line.reference());
        if (known.isEmpty()) {
            return true;
        }
        if (!known.get().same(line)) {
            faults.conflict(
                    line.number(),
                    "reference " + line.reference()
                            + " was taken before with other content; correct it by a line of its own");
        }
        return false;
    }

    /** The beginning of a line's chain of corrections; null if there is a fault. @param now this month */
    static String root(Transaction tx, ImportLine line, String now, ImportFaults faults) {
        String wrong = period(tx, line, now);
        if (wrong == null) {
            wrong = line.corrects() == null ? asset(tx, line) : correction(tx, line);
        }
        if (wrong != null) {
            faults.add(line.number(), wrong);
            return null;
        }
        return line.corrects() == null
                ? line.reference()
                : ImportTable.line(tx, line.source(), line.corrects())
                        .orElseThrow()
                        .root();
    }

    private static String period(Transaction tx, ImportLine line, String now) {
        if (line.period().compareTo(now) > 0) {
            return "period " + line.period() + " has not begun";
        }
        // What is funded would be shared without it, and nobody would see that.
        return MonthTable.find(tx, line.period()).isPresent()
                        || MonthTable.last(tx)
                                .filter(last -> last.compareTo(line.period()) >= 0)
                                .isPresent()
                ? "period " + line.period() + " is closed; name one that is open, in which this is to count"
                : null;
    }

    private static String asset(Transaction tx, ImportLine line) {
        if (line.unattributed()) {
            return null;
        }
        if (line.invoice() == 0) {
            return ImportTable.hasSplit(tx, line.asset())
                    ? null
                    : "asset " + line.asset() + " is no video that anybody earns from";
        }
        String currency = DealTable.currency(tx, line.invoice());
        if (currency == null) {
            return "there is no invoice " + line.invoice();
        }
        return currency.equals(line.currency()) ? null : "invoice " + line.invoice() + " is in " + currency;
    }

    private static String correction(Transaction tx, ImportLine line) {
        Optional<ImportTable.Known> known = ImportTable.line(tx, line.source(), line.corrects());
        if (known.isEmpty()) {
            return "corrects names " + line.corrects() + ", which is not known; it stands before what corrects it";
        }
        boolean same = known.get().line().currency().equals(line.currency())
                && known.get().line().asset().equals(line.asset());
        if (!same) {
            return "a correction has the asset and the currency of what it corrects";
        }
        return known.get().line().period().compareTo(line.period()) > 0
                ? "a correction counts in the month of what it corrects, or later"
                : null;
    }

    /** What a line makes with its corrections, and an invoice with its payments. Called when the line is in the table. */
    static void sums(Transaction tx, ImportLine line, String root, ImportFaults faults) {
        if (ImportTable.sum(tx, line.source(), root) < 0) {
            faults.add(line.number(), "with this correction line " + root + " would be less than nothing");
        }
        if (line.invoice() > 0 && DealTable.paid(tx, line.invoice()) > DealTable.minor(tx, line.invoice())) {
            faults.add(line.number(), "invoice " + line.invoice() + " would be paid more than it asks for");
        }
    }
}
