package org.mutoscope.pipeline;

import org.mutoscope.api.backend.Estimate;

/** All that admission found out about an order. */
record Terms(Priced priced, Screened screened, Estimate estimate) {}
