package org.mutoscope.jobs;

import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Owner;

/** What the end of an attempt says about its backend, for the breakers: faults of ours say nothing. */
final class Verdict {
    private Verdict() {}

    /** @param first whether it is the first attempt of which nothing was known before */
    static Breakers.Went of(Ended ended, boolean first) {
        if (ended instanceof Ended.Done || ended instanceof Ended.GoesOn) {
            return Breakers.Went.WELL;
        } else if (ended instanceof Ended.InDoubt) {
            return first ? Breakers.Went.BADLY : Breakers.Went.UNKNOWN; // later it is the same doubt
        } else if (ended instanceof Ended.Failed failed && his(failed.code())) {
            return Breakers.Went.BADLY;
        }
        return Breakers.Went.UNKNOWN;
    }

    private static boolean his(String code) {
        return Code.named(code)
                .map(known ->
                        known == Code.TIMED_OUT || (known.owner() == Owner.PARTNER && known != Code.PROVENANCE_FAILED))
                .orElse(true); // a name of his own
    }
}
