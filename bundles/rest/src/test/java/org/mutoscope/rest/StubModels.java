package org.mutoscope.rest;

import java.util.List;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Placement;

/** One model with one alias. */
final class StubModels implements Models {
    private static final ModelOffer OFFER =
            ModelOffer.named("sprite-1").size("720x1280").seconds(4, 8).build();

    @Override
    public List<Model> list() {
        return List.of(new Model("sprite-1", OFFER, List.of("sora-2"), List.of("local")));
    }

    @Override
    public List<Backend> backends() {
        return List.of(new Backend("local", "org.acme", "1.0.0", "READY", "CPU", 1, 0, List.of("sprite-1")));
    }

    @Override
    public Model resolve(String nameOrAlias) {
        return list().get(0);
    }

    @Override
    public String defaultName() {
        return "sora-2";
    }

    @Override
    public List<Choice> choices(String nameOrAlias, String draw) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Placement place(RenderRequest request, List<Candidate> candidates) {
        throw new UnsupportedOperationException();
    }
}
