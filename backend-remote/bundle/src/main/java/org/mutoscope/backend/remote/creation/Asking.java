package org.mutoscope.backend.remote.creation;

import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.backend.remote.job.Submitted;
import org.mutoscope.backend.remote.job.Verdicts;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Reply;

/** What an answer other than the wanted one means for something that is asked once and answered at once. */
final class Asking {
    private Asking() {}

    /** An answer that is no 2xx. @param cost of what was asked before */
    static <T> Creation<T> not(Reply reply, Optional<UpstreamCost> cost) {
        Submitted verdict = Verdicts.order(reply);
        if (verdict instanceof Submitted.Turned turned) {
            RenderOutcome outcome = turned.outcome();
            if (outcome instanceof RenderOutcome.Refused refused) {
                return new Creation.Refused<>(refused.code(), refused.message(), cost);
            } else if (outcome instanceof RenderOutcome.Failed failed) {
                return new Creation.Failed<>(failed.code(), failed.message(), failed.retryable(), cost);
            }
            Duration rest = ((RenderOutcome.Busy) outcome).retryAfter();
            return new Creation.Failed<>("upstream_busy", "busy for " + rest.toSeconds() + " s", true, cost);
        }
        return new Creation.Failed<>("upstream_failed", ((Submitted.Doubtful) verdict).why(), false, cost);
    }

    /** No answer. */
    static <T> Creation<T> none(CallFault fault, Optional<UpstreamCost> cost) {
        boolean never = fault.kind() == CallFault.Kind.NOT_SENT || fault.kind() == CallFault.Kind.NOT_ALLOWED;
        return new Creation.Failed<>(
                never ? "upstream_unreachable" : "upstream_silent", fault.getMessage(), never, cost);
    }
}
