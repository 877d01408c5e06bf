package org.mutoscope.jobs;

import java.time.Duration;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.Transaction;

/** Takes a job for an attempt: state, fence, what it may cost and the first line of its story in one transaction. */
final class Leasing {
    /** How much longer than an attempt its lease lasts: time to write down how it ended. */
    static final Duration MARGIN = Duration.ofMinutes(5);

    private final Desk desk;
    private final Fares fares;

    Leasing(Desk desk, Fares fares) {
        this.desk = desk;
        this.fares = fares;
    }

    /** The backend that has a place may not have the job; another may. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why, null, false, false);
        }
    }

    private static final class Lacking extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lacking(String period) {
            super(period, null, false, false);
        }
    }

    /**
     * Takes it.
     *
     * @return empty if the job has ended or somebody else has it
     * @throws Unfit if its backend would cost too much, or does not say what it costs
     */
    Optional<Grip> begin(String jobId, BackendPool.Place place) {
        UpstreamCost cost = cost(jobId, place);
        try {
            Optional<Grip> grip = desk.storage().write(tx -> take(tx, jobId, place, cost));
            grip.ifPresent(g -> desk.watchers().changed(jobId));
            return grip;
        } catch (Lacking e) {
            desk.storage().write(tx -> {
                Spending.tell(tx, place.backendId(), e.getMessage());
                return null;
            });
            throw new Unfit("it has spent its budget");
        }
    }

    /** @return null for nothing */
    private UpstreamCost cost(String jobId, BackendPool.Place place) {
        if (!place.seat().metered(place.candidate().model())) {
            return null;
        }
        Optional<Job> job = desk.storage().read(tx -> JobTable.findShown(tx, jobId));
        Optional<Parts.Place> part = desk.storage().read(tx -> Parts.find(tx, jobId));
        if (job.isEmpty() || part.filter(at -> at.left() == 0).isPresent()) {
            return null;
        }
        try {
            NewJob asked = job.get().asked();
            UpstreamCost cost = fares.of(part.map(at -> asked.only(at.next())).orElse(asked), place)
                    .orElse(null);
            if (cost != null && cost.micros() > place.candidate().most("cost")) {
                throw new Unfit("it takes more than the route allows");
            }
            return cost;
        } catch (PartnerFault e) {
            if (!place.seat().sells(place.candidate().model())) {
                place.seat().heard(null, 1); // nothing says that it costs anything
                return null;
            }
            throw new Unfit("it does not say what it costs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unfit("it was not asked in time");
        }
    }

    private Optional<Grip> take(Transaction tx, String jobId, BackendPool.Place place, UpstreamCost cost) {
        Optional<StepTable.Step> step =
                StepTable.find(tx, jobId).filter(s -> s.state().equals("READY"));
        Optional<Job> job = JobTable.findShown(tx, jobId);
        String model = place.candidate().model();
        if (step.isEmpty()
                || job.isEmpty()
                || !JobTable.begin(tx, jobId, place.seat().name(), model)) {
            return Optional.empty();
        }
        Optional<Long> fence = StepTable.lease(
                tx, step.get(), tx.now().plus(desk.attemptDeadline()).plus(MARGIN));
        if (fence.isEmpty()) {
            throw new IllegalStateException(
                    "job " + jobId + " was ready and its step was not"); // undoes the change of the job
        }
        NewJob made = job.get().asked().madeBy(model);
        Grip grip = new Grip(made, step.get(), fence.get(), job.get().begun(), place.backendId());
        reserve(tx, grip, place, cost);
        tell(tx, grip, place, job.get().asked().model());
        return Optional.of(grip);
    }

    private void reserve(Transaction tx, Grip grip, BackendPool.Place place, UpstreamCost cost) {
        if (Parts.drafted(tx, grip.jobId())) {
            return; // it was paid for, and is only to be settled
        }
        CostTable.Wish wish = new CostTable.Wish(
                grip.jobId(), grip.number(), grip.backendId(), grip.job().model(), cost);
        wish = wish.withAhead(cost == null ? 0 : ahead(tx, grip.job(), cost));
        Allowance allowance = Allowance.of(place.seat().capabilities);
        desk.spending().move(tx, wish, allowance, grip.ticket().isPresent()).ifPresent(period -> {
            throw new Lacking(period);
        });
    }

    /** What the parts after this one would cost by its price. It counts where nothing was reserved for them, or on another day, or at another backend. */
    private static long ahead(Transaction tx, NewJob job, UpstreamCost cost) {
        return Parts.find(tx, job.id())
                .filter(at -> at.left() > 1)
                .map(at -> Fares.alike(cost.micros(), at.next().seconds(), Parts.secondsAfter(job, at.left())))
                .orElse(0L);
    }

    private static void tell(Transaction tx, Grip grip, BackendPool.Place place, String before) {
        String model = grip.job().model();
        if (!model.equals(before)) {
            Story.note(
                    tx,
                    grip.jobId(),
                    "rerouted",
                    "from " + before + " to " + model + "; it costs no more than was held");
        }
        Story.note(tx, grip.jobId(), "dispatched", "attempt " + grip.number() + " to " + place.why());
        if (grip.step().ticket() != null && grip.ticket().isEmpty()) {
            Story.note(
                    tx,
                    grip.jobId(),
                    "ticket_left",
                    "the ticket of " + grip.step().backend() + " is of no use to " + grip.backendId());
        }
    }
}
