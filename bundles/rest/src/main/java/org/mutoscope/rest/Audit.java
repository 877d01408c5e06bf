package org.mutoscope.rest;

import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;

/** Writes the audit line of an act that is not itself a transaction: before the act, so that nothing is done that is not written. If it goes wrong, {@link Refusals} adds that. */
final class Audit {
    private static final int MOST = 400;

    private Audit() {}

    static void write(House house, Caller caller, String act, String subject) {
        Identity identity = house.identity();
        String line = subject.length() > MOST ? subject.substring(0, MOST) : subject;
        house.work().write(tx -> {
            identity.audit(tx, caller, new Identity.Act(act, line, Identity.Outcome.BEGUN));
            return null;
        });
    }
}
