package org.mutoscope.credits;

import java.time.Instant;

/**
 * Brings a purchased lot to what its store says was taken back, in credits, as an absolute target. Credits at rest go first; credits in
 * a hold wait for its end ({@code revoke_due}); what was spent becomes debt. The other way round when the target falls.
 */
final class Revoking {
    private Revoking() {}

    /** Credits that a revocation takes back, rounded down in the user's favour. */
    static long target(long granted, int per100000) {
        return Math.multiplyExact(granted, (long) per100000) / 100_000;
    }

    /** Moves a lot to its target and books it. The lot and the wallet are saved by the caller. */
    static Booking toTarget(LotRow lot, Wallet wallet, long target) {
        Booking booking = new Booking(wallet);
        long change = target - lot.revoked - lot.revokeDue;
        if (change > 0) {
            take(lot, change, booking);
        } else if (change < 0) {
            restore(lot, wallet, -change, booking);
        }
        return booking;
    }

    static Booking.Head head(LotRow lot, Instant signedAt, int per100000, String cause) {
        String key = "revoke|" + lot.id + "|" + signedAt + "|" + per100000;
        return new Booking.Head(key, Words.hash(key, cause), per100000 == 0 ? "RESTORE" : "REVOKE", cause, signedAt);
    }

    /**
     * When a hold on the lot has ended: what came back is taken if it is owed, and what can no longer come back is debt.
     *
     * @return what was taken of what came back
     */
    static long settleDue(LotRow lot, long back, Booking booking) {
        if (lot.revokeDue == 0) {
            return 0;
        }
        long taken = Math.min(lot.revokeDue, back);
        booking.credit(lot, -taken, PlatformAccounts.CLAWBACK);
        lot.remaining -= taken;
        long spent = Math.max(0, lot.revokeDue - taken - lot.held);
        booking.debt(-spent, PlatformAccounts.CLAWBACK);
        lot.revokeDue -= taken + spent;
        lot.revoked += taken + spent;
        return taken;
    }

    /**
     * The same for a lot whose time is over: nothing is at rest in it, and what expired was never owed. Debt is what was spent beyond what the
     * buyer may keep, granted - target, and what a running hold would spend beyond it waits for that hold's end.
     *
     * @return credits that are to be given back otherwise: the debt that they made has been paid, or the lot took less than it gives back because
     *     credits that came back to it were spent once more
     */
    static long afterwards(LotRow lot, Booking booking, After now) {
        long owedWas = Math.max(0, now.spent - (lot.granted - now.was));
        long owes = Math.max(0, now.spent - (lot.granted - now.target));
        long more = owes - owedWas;
        long moved = Math.max(more, -Math.min(now.debt, lot.revoked));
        booking.debt(-moved, PlatformAccounts.CLAWBACK);
        lot.revoked += moved;
        long all = Math.max(0, now.spent + lot.held - (lot.granted - now.target));
        lot.revokeDue = Math.min(lot.held, all - owes);
        return moved - more;
    }

    /** @param was the target before @param spent captured of it, or taken to pay a debt @param debt what the account owes */
    record After(long was, long target, long spent, long debt) {}

    private static void take(LotRow lot, long credits, Booking booking) {
        long rest = Math.min(credits, lot.remaining - lot.held);
        long waits = Math.min(credits - rest, lot.held - lot.revokeDue);
        long spent = credits - rest - waits;
        booking.credit(lot, -rest, PlatformAccounts.CLAWBACK);
        booking.debt(-spent, PlatformAccounts.CLAWBACK);
        lot.remaining -= rest;
        lot.revokeDue += waits;
        lot.revoked += rest + spent;
    }

    private static void restore(LotRow lot, Wallet wallet, long credits, Booking booking) {
        long waited = Math.min(credits, lot.revokeDue);
        long owed = Math.min(credits - waited, wallet.debt());
        long back = credits - waited - owed;
        booking.debt(owed, PlatformAccounts.CLAWBACK);
        booking.credit(lot, back, PlatformAccounts.CLAWBACK);
        lot.revokeDue -= waited;
        lot.remaining += back;
        lot.revoked -= owed + back;
    }
}
