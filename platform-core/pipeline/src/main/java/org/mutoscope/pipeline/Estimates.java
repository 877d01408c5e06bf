package org.mutoscope.pipeline;

import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Asks the backend that would get the order how it would make it, and what that costs the house. */
record Estimates(Models models) {
    /** @throws Problem {@code no_backend}, {@code budget_spent}, {@code too_dear_upstream}, {@code no_candidate}: another candidate may do */
    Terms ask(Order order, Priced priced, Screened screened) {
        if (priced.price().credits() > order.routed().chosen().most("credits")) {
            throw new Problem(
                    Code.NO_CANDIDATE,
                    "The clip costs " + priced.price().credits() + " credits, more than the route to " + order.model()
                            + " takes. Nothing was charged; ask for a shorter or smaller one.",
                    "model",
                    null);
        }
        return new Terms(
                priced,
                screened,
                models.placeAll(order.requests(), order.routed().candidates()));
    }
}
