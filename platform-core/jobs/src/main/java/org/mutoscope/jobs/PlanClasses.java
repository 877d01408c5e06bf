package org.mutoscope.jobs;

import java.util.Optional;
import org.mutoscope.core.ledger.Plan;
import org.mutoscope.core.ledger.Plans;

/** What plans mean for the queue. While the plans are not there, all jobs are alike and the house's own bounds hold. */
final class PlanClasses {
    private volatile Plans plans;

    /** Gives the plans; null when they go. */
    void plans(Plans known) {
        plans = known;
    }

    private Optional<Plan> find(String plan) {
        Plans known = plans;
        return known == null ? Optional.empty() : known.find(plan);
    }

    int weight(String plan) {
        return find(plan).map(Plan::weight).orElse(1);
    }

    /** Most jobs of an account that run at once. */
    int running(String plan, int house) {
        int own = find(plan).map(Plan::running).orElse(0);
        return own == 0 ? house : Math.min(own, house);
    }

    /** Most jobs of an account that may be queued or running. */
    int unfinished(String plan) {
        int own = find(plan).map(Plan::unfinished).orElse(0);
        return own == 0 ? Integer.MAX_VALUE : own;
    }
}
