package org.mutoscope.tck;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;

/** A policy that does one thing wrong, or nothing: it denies one word. */
final class BadPolicy implements LicensingPolicy {
    private final PolicyFault fault;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<Thread> first = new AtomicReference<>();

    BadPolicy(PolicyFault fault) {
        this.fault = fault;
    }

    @Override
    public LicenceOutcome evaluate(LicenceQuery query) {
        if (fault == PolicyFault.promptStaysInside) {
            Logger.getLogger("bad").fine("asked about " + query.prompt());
        }
        if (fault == PolicyFault.anyPromptIsDecided && query.prompt().length() > 1000) {
            throw new IllegalArgumentException("too long for me");
        }
        if (fault == PolicyFault.manyCallersAtOnce
                && first.updateAndGet(t -> t == null ? Thread.currentThread() : t) != Thread.currentThread()) {
            throw new IllegalStateException("one after another, please");
        }
        boolean forbidden = query.prompt().contains(BadPolicyContract.FORBIDDEN);
        if (fault == PolicyFault.allowedIsAllowed || forbidden && fault != PolicyFault.refusedIsRefused) {
            return new LicenceOutcome.Deny(
                    fault == PolicyFault.refusalIsNamed ? "No way!" : "brand_not_licensed",
                    "Leave the brand out of the prompt.");
        }
        String by = fault == PolicyFault.sameQuerySameAnswer ? "number " + asked.incrementAndGet() : "name";
        List<LicenceFee> fees = fault == PolicyFault.nothingIsInvented
                ? List.of(new LicenceFee("acct_holder", "grant_nobody_has", 5))
                : List.of();
        return new LicenceOutcome.Allow(Map.of("attribution", by), fees, List.of());
    }
}
