package org.mutoscope.pipeline;

import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.problem.Code;

/** Leaves the road before its end, with the reason as the scheduler wants it. */
final class Detour extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Ended ended;

    Detour(Ended ended, Throwable cause) {
        super(String.valueOf(ended), cause);
        this.ended = ended;
    }

    /** Something failed that may go better another time. */
    static Detour failed(Code code, String message, Throwable cause) {
        return new Detour(new Ended.Failed(code.wire(), message, true), cause);
    }

    /** Something that must be there is not. */
    static Detour waiting(String reason) {
        return new Detour(new Ended.Waiting(reason), null);
    }

    Ended ended() {
        return ended;
    }
}
