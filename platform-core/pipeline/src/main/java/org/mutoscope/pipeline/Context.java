package org.mutoscope.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.media.MediaSink;

/** What a backend is lent for one attempt. */
record Context(Trip trip, MediaSink media) implements RenderContext {
    /** Part of the whole that rendering stands for, to people. */
    static final double SHARE = 0.95;

    @Override
    public int attempt() {
        return trip.attempt.number();
    }

    @Override
    public Optional<String> ticket() {
        return trip.attempt.ticket();
    }

    @Override
    public void remember(String ticket) {
        trip.attempt.remember(ticket);
    }

    @Override
    public void cost(UpstreamCost cost, boolean settled) {
        trip.attempt.cost(cost, settled);
    }

    @Override
    public void progress(double fraction, String phase) {
        double sane = fraction >= 0 ? Math.min(1, fraction) : 0;
        trip.progress(sane * SHARE, phase == null ? "render" : Texts.cut(phase, 40));
    }

    @Override
    public boolean cancelled() {
        return trip.attempt.cancelled();
    }

    @Override
    public boolean unwanted() {
        return trip.attempt.unwanted();
    }

    @Override
    public Duration remaining() {
        return trip.attempt.remaining();
    }

    @Override
    public Path scratch() {
        return trip.folder;
    }
}
