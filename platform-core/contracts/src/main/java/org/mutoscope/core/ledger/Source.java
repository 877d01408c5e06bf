package org.mutoscope.core.ledger;

/** Where a lot came from, and when it is spent: lowest rank first, inside a rank the earliest expiry, then the oldest. */
public enum Source {
    /** Free allowance. */
    FREE_DAILY(10),
    /** Monthly lot of a plan. */
    PLAN(20),
    /** Given away. */
    PROMO(30),
    /** Given as amends. */
    COMP(40),
    /** Correction by an operator. */
    ADJUST(50),
    /** Bought; never expires. */
    PURCHASE(90);

    private final int rank;

    Source(int rank) {
        this.rank = rank;
    }

    /** Place in the order of spending. */
    public int rank() {
        return rank;
    }
}
