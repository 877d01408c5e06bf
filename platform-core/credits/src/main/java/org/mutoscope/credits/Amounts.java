package org.mutoscope.credits;

import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Bounds of amounts. With them no product or sum of the ledger can leave 64 bits. */
final class Amounts {
    /** Most credits that one lot, hold or account may have: a million million. */
    static final long MAX = 1_000_000_000_000L;

    private Amounts() {}

    static void require(long credits, String param) {
        if (credits < 1 || credits > MAX) {
            throw new Problem(
                    Code.INVALID_AMOUNT,
                    "Credits are whole numbers from 1 to " + MAX + ", not " + credits + ".",
                    param,
                    null);
        }
    }

    /** Refuses a lot that would lift an account above the bound. */
    static void requireRoom(Wallet wallet, long credits) {
        if (credits > MAX - wallet.posted) {
            throw new Problem(
                    Code.INVALID_AMOUNT,
                    "An account holds at most " + MAX + " credits; this one has " + wallet.posted + " and cannot take "
                            + credits + " more.");
        }
    }
}
