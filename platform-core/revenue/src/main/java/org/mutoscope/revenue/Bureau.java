package org.mutoscope.revenue;

import java.util.function.Supplier;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork;

/** What imports, months and deals share. */
record Bureau(UnitOfWork storage, Identity identity, MoneyBook book, Supplier<PeriodsConfig> settings) {
    static void requireOperator(Caller by) {
        if (!by.may(Role.OPERATOR)) {
            throw new Problem(Code.FORBIDDEN, "This is for operators.");
        }
    }

    static void requireReader(Caller by) {
        if (!reads(by)) {
            throw new Problem(Code.FORBIDDEN, "This is for operators and auditors.");
        }
    }

    static boolean reads(Caller by) {
        return by.may(Role.OPERATOR, Role.AUDITOR);
    }
}
