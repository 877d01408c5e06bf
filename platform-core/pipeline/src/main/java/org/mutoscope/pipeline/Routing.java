package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Models;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Finds which of the candidates behind a name gets an order: the first that can make it, whose conditions are met and that does well. */
final class Routing {
    /** Refusals that concern one candidate, while another may do. */
    private static final Set<Code> PASSING =
            Set.of(Code.BUDGET_SPENT, Code.TOO_DEAR_UPSTREAM, Code.NO_BACKEND, Code.NO_CANDIDATE);

    private final List<Models.Choice> choices;
    private final Passed passed;
    private final Supplier<String> plan;

    /** @param plan id of the plan of who orders; asked only if a candidate wants to know */
    Routing(List<Models.Choice> choices, Passed passed, Supplier<String> plan) {
        this.choices = choices;
        this.passed = passed;
        this.plan = plan;
    }

    /** What a model would be asked for. @param parts what is rendered by itself, one after the other: of a clip the whole */
    record Shape(Way way, int seconds, FrameSize size, List<Part> parts) {
        Shape(Way way, int seconds, FrameSize size) {
            this(way, seconds, size, List.of(new Part(way.task(), seconds)));
        }
    }

    /** What a request means for a model. */
    @FunctionalInterface
    interface Fit {
        /** @throws Problem if the model cannot */
        Shape of(Models.Model model);
    }

    /** What was found. */
    record Found(Models.Model model, Shape shape, Routed routed) {}

    /** Candidates that an order was not for after all, found out later on the road. Used by one thread. */
    static final class Passed {
        private final Set<Candidate> over = new HashSet<>();
        private final Set<Candidate> raced = new HashSet<>();
        private final List<String> why = new ArrayList<>();
        private final boolean steady;
        private Problem last;

        /** @param steady whether equal requests are to draw equal candidates of a weighted route, as a quote and its order must */
        Passed(boolean steady) {
            this.steady = steady;
        }

        boolean steady() {
            return steady;
        }

        /** The next order. @throws Problem the one that ended the last, if there is none */
        Order next(Supplier<Order> check) {
            try {
                return check.get();
            } catch (Problem e) {
                throw last == null ? e : last;
            }
        }

        /** Passes over the candidate of an order. @throws Problem the given one, unless another candidate may do */
        void over(Order order, Problem problem) {
            if (!PASSING.contains(problem.code()) || order.routed() == null) {
                throw problem;
            }
            Candidate chosen = order.routed().chosen();
            boolean again =
                    problem.code() == Code.BUDGET_SPENT && raced.add(chosen); // another may have taken the last of it
            if (!again) {
                if (order.routed().others() == 0) {
                    throw problem;
                }
                over.add(chosen);
                why.add(chosen.name() + ": " + problem.wire());
                last = problem;
            }
        }
    }

    /** Chooses. @throws Problem what the first candidate says, if none can */
    Found choose(Fit fit) {
        Problem first = null;
        List<String> story = new ArrayList<>(passed.why);
        for (boolean hale : new boolean[] {true, false}) {
            for (Models.Choice choice : choices) {
                boolean turn = !passed.over.contains(choice.candidate()) && hale == (choice.not() == null);
                try {
                    Shape shape = turn ? fit.of(choice.model()) : null;
                    Optional<String> not = turn ? refuses(choice, shape) : Optional.of("");
                    if (not.isEmpty()) {
                        return found(choice, shape, story);
                    } else if (turn) {
                        story.add(choice.candidate().name() + ": " + not.get());
                    } else if (hale && choice.not() != null) {
                        story.add(choice.candidate().name() + ": " + choice.not());
                    }
                } catch (Problem e) {
                    first = first == null ? e : first;
                    story.add(choice.candidate().name() + ": " + e.wire());
                }
            }
        }
        throw first == null ? nobody(story) : first;
    }

    private Optional<String> refuses(Models.Choice choice, Shape shape) {
        Candidate candidate = choice.candidate();
        String of = candidate.asksPlan() ? plan.get() : "";
        return shape.parts.stream()
                .map(part -> candidate.refuses(part.task(), shape.size, part.seconds(), of))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Found found(Models.Choice choice, Shape shape, List<String> story) {
        List<Candidate> candidates = new ArrayList<>(List.of(choice.candidate()));
        for (Models.Choice other : choices) {
            boolean can = !other.candidate().equals(choice.candidate())
                    && !passed.over.contains(other.candidate())
                    && makes(other.model().offer(), shape)
                    && refuses(other, shape).isEmpty();
            if (can) {
                candidates.add(other.candidate());
            }
        }
        String others = story.isEmpty() ? "" : "; passed over: " + String.join("; ", story);
        String behind = candidates.size() < 2
                ? ""
                : "; in its place may come: " + Candidate.text(candidates.subList(1, candidates.size()));
        return new Found(
                choice.model(),
                shape,
                new Routed(candidates, choices.size() - 1, choice.candidate().name() + others + behind));
    }

    private static boolean makes(ModelOffer offer, Shape shape) {
        return shape.parts.stream()
                .allMatch(part -> offer.tasks().contains(part.task()) && offer.delivers(shape.size, part.seconds()));
    }

    private static Problem nobody(List<String> story) {
        return new Problem(
                Code.NO_CANDIDATE,
                "No model behind this name takes such a request: " + String.join("; ", story)
                        + ". Nothing was charged.",
                "model",
                null);
    }
}
