package org.mutoscope.pipeline;

import java.util.List;
import org.mutoscope.core.jobs.Candidate;

/**
 * Who is to make an order.
 *
 * @param candidates the chosen one, then those that may take its place, best first
 * @param others how many candidates the name has beside the chosen one
 * @param story why this one, and why not each other, for people
 */
record Routed(List<Candidate> candidates, int others, String story) {
    Routed {
        candidates = List.copyOf(candidates);
    }

    Candidate chosen() {
        return candidates.get(0);
    }
}
