package org.mutoscope.pipeline;

import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.problem.Code;

/** What a backend says, in the scheduler's words. The one place that looks into an outcome. */
final class Outcomes {
    private Outcomes() {}

    /** @param outcome anything but {@code Completed}, null included */
    static Ended of(RenderOutcome outcome) {
        if (outcome instanceof RenderOutcome.Refused refused) {
            return new Ended.Refused(code(refused.code()), Texts.cut(refused.message(), 500));
        } else if (outcome instanceof RenderOutcome.Busy busy) {
            return new Ended.Busy(busy.retryAfter());
        } else if (outcome instanceof RenderOutcome.Failed failed) {
            return new Ended.Failed(code(failed.code()), Texts.cut(failed.message(), 500), failed.retryable(), true);
        } else if (outcome instanceof RenderOutcome.Unknown unknown) {
            String ticket = Texts.cut(unknown.ticket(), 2000);
            return ticket.isEmpty()
                    ? new Ended.Failed(
                            Code.BACKEND_FAILED.wire(), "in doubt without a ticket: nobody could ever find out", false)
                    : new Ended.InDoubt(ticket);
        }
        return new Ended.Failed(Code.BACKEND_FAILED.wire(), "render gave no outcome", true);
    }

    /** A partner's code as ours look, so that clients can rely on it. */
    static String code(String code) {
        return code.matches("[a-z][a-z0-9_]{0,63}") ? code : Code.BACKEND_FAILED.wire();
    }
}
