package org.mutoscope.rest;

import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the audit which administrative requests were refused or went wrong. Of who may not administer at all one line a minute: nobody fills the audit by trying. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final House house;
    private final RateLimiter tries = new RateLimiter(System::nanoTime);

    Refusals(House house) {
        this.house = house;
    }

    void note(Call call, Throwable thrown) {
        Caller caller = call.caller();
        Identity identity = house.identity;
        if (caller == null || identity == null || !call.administers()) {
            return;
        }
        Code code = thrown instanceof Problem problem ? problem.code() : Code.INTERNAL_ERROR;
        boolean stranger = code == Code.FORBIDDEN || code == Code.RATE_LIMIT_EXCEEDED;
        if (stranger && !tries.take(caller.principalId(), 1, 1).allowed()) {
            return;
        }
        Identity.Outcome outcome = code.status() >= 500 ? Identity.Outcome.FAILED : Identity.Outcome.REFUSED;
        String subject = call.route() + ": " + code.number() + " " + code.wire() + " (" + call.id() + ")";
        try {
            house.work().write(tx -> {
                identity.audit(tx, caller, new Identity.Act("request", subject, outcome));
                return null;
            });
        } catch (RuntimeException e) {
            LOG.warn("{} is not in the audit: {}", subject, e.toString());
        }
    }
}
