package org.mutoscope.credits;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends holds: captures and releases. */
final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final Tables tables;
    private final Reserving reserving;

    Settling(Tables tables, Reserving reserving) {
        this.tables = tables;
        this.reserving = reserving;
    }

    Ledger.Captured capture(Transaction tx, String jobId, long credits) {
        Wallet wallet = tables.wallets
                .lockForJob(tx, jobId)
                .orElseThrow(() -> conflict("Job " + Words.shown(jobId) + " has no hold to capture."));
        HoldRow hold = tables.holds.withLots(tx, jobId).orElseThrow();
        if (credits < 0 || credits > hold.amount) {
            throw new Problem(
                    Code.INVALID_AMOUNT,
                    "A capture takes 0 to " + hold.amount + " credits, the amount held; not " + credits + ".");
        }
        if (hold.state.equals(HoldRow.CAPTURED)) {
            if (hold.captured != credits) {
                throw conflict("Job " + Words.shown(jobId) + " was captured with " + hold.captured + " credits, not "
                        + credits + ".");
            }
            return new Ledger.Captured(hold.captured, hold.fromPaid());
        }
        return hold.state.equals(HoldRow.RELEASED)
                ? captureLate(tx, wallet, hold, credits)
                : captureHeld(tx, wallet, hold, credits);
    }

    void release(Transaction tx, String jobId, String reason) {
        Optional<Wallet> locked = tables.wallets.lockForJob(tx, jobId);
        if (locked.isEmpty()) {
            return;
        }
        HoldRow hold = tables.holds.withLots(tx, jobId).orElseThrow();
        if (hold.state.equals(HoldRow.CAPTURED)) {
            throw conflict("Job " + Words.shown(jobId) + " was captured; it can no longer be released.");
        }
        if (hold.state.equals(HoldRow.HELD)) {
            Wallet wallet = locked.get();
            Booking booking = new Booking(wallet);
            free(tx, wallet, hold.parts, booking);
            String text = reason == null ? "" : reason.substring(0, Math.min(reason.length(), 200));
            tables.holds.end(tx, hold, 0, text);
            booking.write(tx, tables.platform, head(tx, "RELEASE", hold, 0));
            tables.wallets.save(tx, wallet);
        }
    }

    private Ledger.Captured captureHeld(Transaction tx, Wallet wallet, HoldRow hold, long credits) {
        List<HoldRow.Part> parts = allot(hold.parts, credits);
        Booking booking = new Booking(wallet);
        free(tx, wallet, parts, booking);
        return finish(tx, wallet, hold.withParts(parts), booking);
    }

    /** The work was done after all: what the release gave back is taken anew, if it is still there. */
    private Ledger.Captured captureLate(Transaction tx, Wallet wallet, HoldRow hold, long credits) {
        if (credits == 0) {
            return new Ledger.Captured(0, 0);
        }
        Purse purse = reserving.purse(tx, wallet);
        if (purse.available() < credits) {
            LOG.error(
                    "ALARM job {} ended well after its hold was released and {} credits cannot be charged: {} are left",
                    Words.shown(hold.jobId),
                    credits,
                    purse.available());
            throw conflict("The hold of job " + Words.shown(hold.jobId) + " was released and the account has only "
                    + purse.available() + " of the " + credits + " credits.");
        }
        List<HoldRow.Part> parts = allot(
                reserving.take(
                        tx, purse, new Ledger.HoldRequest(wallet.accountId, hold.jobId, credits, hold.priceVersion)),
                credits);
        tables.holds.deleteParts(tx, hold.id);
        tables.holds.insertParts(tx, hold.id, parts);
        Booking booking = new Booking(wallet);
        for (HoldRow.Part part : parts) {
            part.lot().held += part.amount();
        }
        wallet.held += credits;
        free(tx, wallet, parts, booking);
        return finish(tx, wallet, hold.withParts(parts), booking);
    }

    private Ledger.Captured finish(Transaction tx, Wallet wallet, HoldRow hold, Booking booking) {
        long credits = hold.parts.stream().mapToLong(HoldRow.Part::captured).sum();
        if (credits > 0) {
            tables.holds.captureParts(tx, hold, hold.parts);
        }
        tables.holds.end(tx, hold, credits, null);
        booking.write(tx, tables.platform, head(tx, "CAPTURE", hold, credits));
        tables.wallets.save(tx, wallet);
        return new Ledger.Captured(credits, hold.fromPaid());
    }

    /** Ends the hold on each lot: what was captured is spent; what comes free goes back, unless its time is over or it is owed. */
    private void free(Transaction tx, Wallet wallet, List<HoldRow.Part> parts, Booking booking) {
        for (HoldRow.Part part : parts) {
            LotRow lot = part.lot();
            long back = part.amount() - part.captured();
            booking.credit(lot, -part.captured(), PlatformAccounts.CONSUMED);
            lot.remaining -= part.captured();
            lot.held -= part.amount();
            wallet.held -= part.amount();
            long left = back - Revoking.settleDue(lot, back, booking);
            if (lot.closed(tx.now())) {
                booking.credit(lot, -left, PlatformAccounts.EXPIRED);
                lot.remaining -= left;
            }
            tables.lots.save(tx, lot);
        }
    }

    /** Takes the credits from the first lots in the order of spending. */
    private static List<HoldRow.Part> allot(List<HoldRow.Part> parts, long credits) {
        List<HoldRow.Part> result = new ArrayList<>(parts.size());
        long open = credits;
        for (HoldRow.Part part : parts) {
            long captured = Math.min(open, part.amount());
            open -= captured;
            result.add(new HoldRow.Part(part.lot(), part.amount(), captured));
        }
        return result;
    }

    private static Booking.Head head(Transaction tx, String kind, HoldRow hold, long credits) {
        String key = kind.toLowerCase(Locale.ROOT) + "|" + hold.jobId;
        return new Booking.Head(key, Words.hash(key, credits), kind, hold.jobId, tx.now());
    }

    private static Problem conflict(String message) {
        return new Problem(Code.LEDGER_CONFLICT, message);
    }
}
