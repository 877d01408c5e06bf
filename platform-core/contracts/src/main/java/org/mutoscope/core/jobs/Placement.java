package org.mutoscope.core.jobs;

import java.util.List;
import java.util.Optional;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.UpstreamCost;

/**
 * Who is to make a job, as it was found out before it is queued.
 *
 * @param candidates the one that was chosen, then those that may take its place, best first; at least one
 * @param backend id of the backend that gave the estimate, or null if none was asked
 * @param estimate how it would make it, or null; its cost is reserved from the backend's budget
 */
public record Placement(List<Candidate> candidates, String backend, Estimate estimate) {
    /** Copies the list. */
    public Placement {
        candidates = List.copyOf(candidates);
    }

    /** Any backend that offers the model. */
    public static Placement of(String model) {
        return new Placement(List.of(Candidate.of(model)), null, null);
    }

    /** What is reserved. */
    public Optional<UpstreamCost> cost() {
        return estimate == null ? Optional.empty() : estimate.cost();
    }
}
