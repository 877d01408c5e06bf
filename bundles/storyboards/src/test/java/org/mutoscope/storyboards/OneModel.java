package org.mutoscope.storyboards;

import java.util.List;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Placement;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** One model with a list of words, by default. */
final class OneModel implements Models {
    ModelOffer offer = ModelOffer.named("toy")
            .title("Toy")
            .seconds(4, 8, 12)
            .attribute(ModelOffer.VOCABULARY, "cat,dog,kitten,teddy bear,forest,running,harbour,baby;a,the,in,is,and")
            .build();

    @Override
    public List<Model> list() {
        return List.of(new Model("toy", offer, List.of(), List.of("local")));
    }

    @Override
    public List<Backend> backends() {
        return List.of();
    }

    @Override
    public Model resolve(String nameOrAlias) {
        if (nameOrAlias != null && !nameOrAlias.equals("toy")) {
            throw new Problem(Code.MODEL_NOT_FOUND, "There is no such model.", "model", null);
        }
        return list().get(0);
    }

    @Override
    public String defaultName() {
        return "toy";
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
