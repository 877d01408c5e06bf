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
 * @param estimate how it would make it, or null, of a job that is made in parts the first of them; its cost is reserved from the backend's budget
 * @param ahead micros that all parts after the first would cost there in the currency of the estimate; reserved along
 */
public record Placement(List<Candidate> candidates, String backend, Estimate estimate, long ahead) {
    /** Copies the list. */
    public Placement {
        candidates = List.copyOf(candidates);
    }

    /** For a job of one piece. */
    public Placement(List<Candidate> candidates, String backend, Estimate estimate) {
        this(candidates, backend, estimate, 0);
    }

    /** Any backend that offers the model. */
    public static Placement of(String model) {
        return new Placement(List.of(Candidate.of(model)), null, null);
    }

    /** What is reserved for the first part; {@link #ahead} comes on top. */
    public Optional<UpstreamCost> cost() {
        return estimate == null ? Optional.empty() : estimate.cost();
    }
}
