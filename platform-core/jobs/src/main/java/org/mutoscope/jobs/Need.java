package org.mutoscope.jobs;

import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.NewJob;

/**
 * What a job asks of a backend; jobs with equal needs wait in one lane.
 *
 * @param boundTo id of the one backend that may have it, since that backend left a ticket in it; null for any
 */
record Need(String model, String task, FrameSize size, int seconds, String boundTo) {
    static Need of(NewJob job) {
        return new Need(job.model(), job.task(), job.size(), job.seconds(), null);
    }

    static Need of(RenderRequest request) {
        return new Need(request.model(), request.task(), request.size(), request.seconds(), null);
    }

    Need boundTo(String backendId) {
        return new Need(model, task, size, seconds, backendId);
    }

    boolean metBy(String backendId, BackendCapabilities capabilities) {
        return (boundTo == null || boundTo.equals(backendId))
                && capabilities.models().stream().anyMatch(this::metBy);
    }

    private boolean metBy(ModelOffer offer) {
        return offer.id().equals(model) && offer.tasks().contains(task) && offer.delivers(size, seconds);
    }
}
