package org.mutoscope.pipeline;

import org.mutoscope.api.backend.Estimate;
import org.mutoscope.core.jobs.Models;

/** Asks the backend that would get the order how it would make it. */
record Estimates(Models models) {
    Terms ask(Order order, Priced priced, Screened screened) {
        Estimate estimate = models.estimate(order.request());
        return new Terms(priced, screened, estimate);
    }
}
