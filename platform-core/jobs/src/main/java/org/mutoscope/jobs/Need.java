package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Part;

/**
 * What a job asks of a backend; jobs with equal needs wait in one lane.
 *
 * @param candidates who may make it, best first
 */
record Need(List<Candidate> candidates, String task, FrameSize size, int seconds, Ties ties) {
    /**
     * What has happened to a job.
     *
     * @param boundTo id of the one backend that may have it, since that backend left a ticket in it; null for any
     * @param begun the model that one makes it with; null for any
     * @param avoided ids of backends that failed it: taken last
     */
    record Ties(String boundTo, String begun, Set<String> avoided) {
        static final Ties NONE = new Ties(null, null, Set.of());
    }

    Need {
        candidates = List.copyOf(candidates);
    }

    static Need of(NewJob job) {
        return new Need(List.of(Candidate.of(job.model())), job.task(), job.size(), job.seconds(), Ties.NONE);
    }

    /** Of a job that is made in parts what the first of them asks. */
    static Need of(NewJob job, List<Candidate> candidates) {
        int seconds = job.parts().isEmpty() ? job.seconds() : job.parts().get(0);
        return new Need(candidates, job.task(), job.size(), seconds, Ties.NONE);
    }

    /** What the next part asks; the model that made the one before makes it. */
    Need next(Part part, String model) {
        List<Candidate> same = Parts.same(candidates, model);
        return new Need(
                same.isEmpty() ? List.of(Candidate.of(model)) : same, part.task(), size, part.seconds(), Ties.NONE);
    }

    String boundTo() {
        return ties.boundTo;
    }

    /** Bound to a backend, or (null) to none any more. */
    Need boundTo(String backendId) {
        return new Need(
                candidates,
                task,
                size,
                seconds,
                new Ties(backendId, backendId == null ? null : ties.begun, ties.avoided));
    }

    /** The same, begun with a model. */
    Need begun(String model) {
        return new Need(candidates, task, size, seconds, new Ties(ties.boundTo, model, ties.avoided));
    }

    /** The same; a backend has failed it. */
    Need avoiding(String backendId) {
        Set<String> all = new java.util.TreeSet<>(ties.avoided);
        all.add(backendId);
        return new Need(candidates, task, size, seconds, new Ties(ties.boundTo, ties.begun, Set.copyOf(all)));
    }

    boolean avoids(String backendId) {
        return ties.avoided.contains(backendId);
    }

    /** Who may have it now: of a job that is bound the model that was begun alone. */
    List<Candidate> open() {
        if (ties.boundTo == null || ties.begun == null) {
            return candidates;
        }
        return candidates.stream()
                .filter(candidate -> candidate.model().equals(ties.begun))
                .findFirst()
                .map(candidate -> List.of(Candidate.of(candidate.model())))
                .orElseGet(() -> List.of(Candidate.of(ties.begun)));
    }

    /** The models, for people. */
    String models() {
        List<String> names = new ArrayList<>();
        open().forEach(candidate -> names.add(candidate.name()));
        return String.join(" or ", names);
    }

    boolean metBy(Candidate candidate, String backendId, BackendCapabilities capabilities) {
        return (boundTo() == null || boundTo().equals(backendId))
                && (candidate.backend() == null || candidate.backend().equals(backendId))
                && capabilities.models().stream().anyMatch(offer -> metBy(candidate, offer));
    }

    private boolean metBy(Candidate candidate, ModelOffer offer) {
        return offer.id().equals(candidate.model()) && offer.tasks().contains(task) && offer.delivers(size, seconds);
    }
}
