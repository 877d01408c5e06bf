package org.mutoscope.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.ReviewGate;

/** Keeps an order that a person must look at until that was done, and asks the policies again: grants and offers may have changed meanwhile. */
final class Reviewed {
    private static final String TERRITORY = "mutoscope.territory";

    private final Supplier<ReviewGate> desk;
    private final Policies policies;

    /** @param desk answers null while there is none */
    Reviewed(Supplier<ReviewGate> desk, Policies policies) {
        this.desk = desk;
        this.policies = policies;
    }

    /** For the record of an order that waits. */
    static Map<String, String> record(Order order, Screened screened) {
        return screened.waits()
                ? Map.of(
                        ReviewGate.REVIEW,
                        "yes",
                        TERRITORY,
                        String.join(",", new TreeSet<>(order.licensing().territory())))
                : Map.of();
    }

    /** Where a clip will be shown, from the record of a job that had to be looked at. */
    static Set<String> territory(NewJob job) {
        String countries = job.obligations().getOrDefault(TERRITORY, "");
        return countries.isEmpty() ? Set.of() : Set.of(countries.split(","));
    }

    /** Words of the job until it was looked at. */
    static String words(Order order, Screened screened) {
        return screened.waits() ? ReviewGate.HIDDEN : order.prompt();
    }

    /** Before anything is rendered. @throws Detour if nobody has decided, or a policy says no by now */
    void require(NewJob job) throws Detour {
        if (!job.obligations().containsKey(ReviewGate.REVIEW)) {
            return;
        }
        ReviewGate there = desk.get();
        if (there == null) {
            throw Detour.waiting("waiting for the review desk");
        }
        ReviewGate.Standing standing = there.standing(job.id())
                .orElse(new ReviewGate.Standing(
                        false, "", List.of())); // it was on the desk: without its row nobody has said yes
        if (!standing.allowed() || job.prompt().equals(ReviewGate.HIDDEN)) {
            throw Detour.waiting(ReviewGate.WAITS);
        }
        try {
            policies.again(job, standing);
        } catch (Problem e) {
            throw new Detour(new Ended.Refused(e.wire(), Texts.cut(e.getMessage(), 500)), e);
        }
    }
}
