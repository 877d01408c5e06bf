package org.mutoscope.pipeline;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Studio.Submission;
import org.mutoscope.core.road.Studio.Submitted;

/**
 * The road of a job, in order. The map nobody needs to look for.
 *
 * <p>{@link #admit} runs while the creator waits for an answer; {@link #travel} runs later, on a thread of its own, once the scheduler has
 * leased a backend. Between the two lies the queue, after the second the outbox.
 */
final class Road {
    private final Stages stages;
    private final Spans spans;

    Road(Stages stages, Spans spans) {
        this.stages = stages;
        this.spans = spans;
    }

    /** Admission: the same request again gets the same job. */
    Submitted admit(Submission submission) {
        Repeats.Asked asked = new Repeats.Asked(submission.accountId(), submission.repeat());
        boolean steady = submission.quoteId() != null;
        Instant begun = Instant.now();
        Submitted submitted = stages.repeats()
                .once(asked, () -> enter(steady, passed -> stages.limits().check(submission, passed)));
        spans.admitted(begun, submitted);
        return submitted;
    }

    /** The same for a film: one job, however many shots. */
    Submitted admit(Films.Film film) {
        Repeats.Asked asked = new Repeats.Asked(film.accountId(), film.repeat());
        boolean steady = film.quoteId() != null;
        Instant begun = Instant.now();
        Submitted submitted = stages.repeats()
                .once(
                        asked,
                        () -> enter(steady, passed -> stages.films().limits().check(film, passed)));
        spans.admitted(begun, submitted);
        return submitted;
    }

    /** Who asks for what, within which bounds, and who is to make it; the next candidate, if the first turns out not to be. */
    private Submitted enter(boolean steady, Function<Routing.Passed, Order> check) {
        Routing.Passed passed = new Routing.Passed(steady);
        while (true) {
            Order order = passed.next(() -> check.apply(passed));
            try {
                return enter(order);
            } catch (Problem e) {
                passed.over(order, e);
            }
        }
    }

    /** Nothing is stored before the last line, and that is one transaction. */
    private Submitted enter(Order order) {
        stages.room().require(); //                                     a clip that cannot be kept is not begun
        Screened screened = stages.guards().screen(order); //           prompt guards: findings
        Licensed licensed = stages.policies().decide(order, screened); // licensing policies: obligations, fees
        Priced priced = stages.tariff().price(order, licensed); //      what it costs, fees included
        Terms terms = stages.estimates().ask(order, priced, screened); // how a backend would make it
        Inputs.Kept input =
                stages.inputs().keep(order); //             what was sent with it: looked into, kept for the job
        try (input) {
            Submitted submitted = stages.admission()
                    .enter(order, terms, input.assets()); //   hold, enqueue, outbox: one transaction; then the answer
            input.belongsTo(submitted);
            return submitted;
        }
    }

    /** One attempt. Until the last stage everything can be thrown away; that one is a transaction again. */
    Ended travel(Attempt attempt, Leased<VideoBackend> backend) throws InterruptedException {
        try (Trip trip =
                stages.begin(attempt, backend)) { //           what must be there is there; an empty folder to work in
            if (stages.settlement().release(trip)) {
                stages.films().clean(trip);
                return new Ended.Done(); //                             it was finished, and its holders have agreed now
            }
            if (attempt.job().parts().isEmpty()) {
                stages.inputs().fetch(trip); //                         what it is made from: a first frame, a clip
                stages.rendering()
                        .render(trip); //                     backend -> frames -> frame filters (MARK) -> encoder
            } else {
                Optional<Ended> on = stages.films().shooting().shoot(trip); // a film: one shot an attempt, kept
                if (on.isPresent()) {
                    return on.get(); //                                 back into the queue for the next
                }
                stages.films().cutting().cut(trip); //                  all shots -> frame filters (MARK) -> encoder
            }
            stages.provenance().sign(trip); //                          SIGN: the last change to the bytes
            stages.provenance().record(trip); //                        RECORD: about bytes that no longer change
            stages.stills().make(trip); //                              thumbnail and sprite sheet
            stages.storing().store(trip); //                            looked into, then put into the asset store
            stages.settlement()
                    .settleOrWait(trip); //                  assets, capture, shares, state, outbox: one transaction
            stages.films().clean(trip); //                              shots are in the film now
            return new Ended.Done();
        } catch (Detour e) {
            return e.ended(); //                                        every other way to end, with its reason
        }
    }
}
