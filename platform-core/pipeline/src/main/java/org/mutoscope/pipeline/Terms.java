package org.mutoscope.pipeline;

import org.mutoscope.api.backend.Estimate;
import org.mutoscope.core.jobs.Placement;

/** All that admission found out about an order. */
record Terms(Priced priced, Screened screened, Placement placement) {
    Estimate estimate() {
        return placement.estimate();
    }
}
