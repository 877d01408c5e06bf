package org.mutoscope.payout.stripe;

/** It cannot be said now: Stripe did not answer, or not in a way that makes sense. Ask again later. */
final class StripeSilent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for the operator, without keys and accounts */
    StripeSilent(String message) {
        super(message);
    }
}
