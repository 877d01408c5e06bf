package org.mutoscope.jobs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.jobs.Comeback.Bond;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how an attempt ended, state and credits in one transaction. Rows are always taken in the order job, step, ledger. An
 * attempt that is no longer current writes nothing.
 */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
    private static final int TRIES = 60;

    private final Desk desk;

    Endings(Desk desk) {
        this.desk = desk;
    }

    /** Undoes a transaction of an attempt that is no longer current. */
    private static final class Superseded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Superseded() {
            super("the attempt is no longer current", null, false, false);
        }
    }

    /**
     * Writes the end of an attempt.
     *
     * @param rendered whether anything was rendered in it
     * @return how the job comes back, or empty if it does not
     */
    Optional<Comeback> record(Grip grip, Ended ended, boolean rendered) {
        if (ended instanceof Ended.Done) {
            return Optional.empty(); // written by whoever settled, through Attempt.complete
        } else if (ended instanceof Ended.Refused refused) {
            return write(grip, tx -> refuse(tx, grip, refused));
        } else if (ended instanceof Ended.Busy) {
            return write(grip, tx -> busy(tx, grip, rendered));
        } else if (ended instanceof Ended.Failed failed) {
            return write(grip, tx -> fail(tx, grip, failed));
        } else if (ended instanceof Ended.InDoubt doubt) {
            return write(grip, tx -> inDoubt(tx, grip, doubt));
        } else if (ended instanceof Ended.Waiting waiting) {
            return write(grip, tx -> waiting(tx, grip, waiting, rendered));
        }
        if (ended instanceof Ended.GoesOn) {
            desk.watchers().changed(grip.jobId());
            return Optional.of(Comeback.after(Duration.ZERO)); // written by whoever kept the part, through Attempt.kept
        }
        throw new IllegalStateException("an ending without a rule: " + ended);
    }

    /** The attempt was interrupted by no fault of its own: nothing is charged, ticket and hold stay. */
    Optional<Comeback> handOver(Grip grip, String why) {
        return write(grip, tx -> {
            back(tx, grip, JobState.QUEUED, null);
            leave(StepTable.returned(tx, grip.jobId(), grip.fence(), false));
            Story.note(tx, grip.jobId(), "handed_over", why + "; no attempt is charged");
            Comeback bound = bound(tx, grip, Duration.ZERO);
            if (bound.bond() == Bond.STRICT) {
                doubt(tx, grip, "its service may go on; it is asked again, and no other");
            }
            return Optional.of(bound);
        });
    }

    /** A backend has let go of a job that was cancelled. @param ended what it said, or null */
    void afterCancel(Grip grip, Ended ended) {
        boolean free = ended instanceof Ended.Refused
                || ended instanceof Ended.Busy
                || (ended instanceof Ended.Failed failed && failed.said());
        write(grip, tx -> {
            StepTable.forget(tx, grip.jobId()); // nobody has to be told any more
            if (free && desk.spending().active()) {
                desk.spending().ended(tx, grip.jobId(), false);
            }
            return Optional.empty();
        });
    }

    private Optional<Comeback> refuse(Transaction tx, Grip grip, Ended.Refused refused) {
        leave(JobTable.end(tx, grip.jobId(), JobState.FAILED, new Fault(refused.code(), refused.message(), "")));
        leave(StepTable.refused(tx, grip.jobId(), grip.fence()));
        desk.ledger().release(tx, grip.jobId(), "refused: " + refused.code());
        desk.spending().ended(tx, grip.jobId(), false);
        Story.note(tx, grip.jobId(), "refused", refused.code() + ": " + refused.message());
        Story.tell(tx, grip.job(), "job.failed");
        tx.afterCommit(() -> desk.ended(grip.jobId()));
        return Optional.empty();
    }

    private Optional<Comeback> busy(Transaction tx, Grip grip, boolean rendered) {
        leave(JobTable.returned(tx, grip.jobId(), JobState.QUEUED, null, rendered || grip.begunBefore()));
        leave(StepTable.returned(tx, grip.jobId(), grip.fence(), false));
        if (desk.spending().metered(tx, grip.jobId(), grip.backendId())) {
            StepTable.forget(tx, grip.jobId()); // nothing was begun: another may have it
        }
        Story.note(tx, grip.jobId(), "busy", grip.backendId() + " had no room; no attempt is charged");
        return Optional.of(bound(tx, grip, Duration.ZERO));
    }

    private Optional<Comeback> fail(Transaction tx, Grip grip, Ended.Failed failed) {
        String detail = failed.code() + ": " + failed.message();
        Optional<String> ticket = ticket(tx, grip);
        Spending.Left left = Parts.allMade(tx, grip.jobId())
                ? Spending.Left.FREE // what was paid for is there
                : desk.spending().left(tx, grip, failed.said(), ticket.isPresent());
        if (left == Spending.Left.BOUND && stopped(failed)) {
            Story.note(tx, grip.jobId(), "attempt_failed", detail + "; its service may go on, no attempt is charged");
            return inDoubt(tx, grip, new Ended.InDoubt(ticket.orElseThrow()));
        }
        // a part that was kept in this attempt has begun the count anew
        int number = StepTable.find(tx, grip.jobId())
                .map(step -> step.attempts() + 1)
                .orElse(grip.number());
        if (failed.retryable() && number < desk.config().attempts() && left != Spending.Left.PAID) {
            Duration rest = Duration.ofMillis(desk.config().retry_delay_milliseconds());
            back(tx, grip, JobState.QUEUED, null);
            leave(StepTable.returned(tx, grip.jobId(), grip.fence(), true));
            StepTable.notBefore(tx, grip.jobId(), tx.now().plus(rest));
            Story.note(
                    tx,
                    grip.jobId(),
                    "attempt_failed",
                    detail + "; attempt " + number + " of " + desk.config().attempts());
            return Optional.of(again(tx, grip, failed, left));
        }
        Fault fault = new Fault(
                failed.code(),
                "The clip could not be made (" + failed.code() + "). Nothing was charged. Send it again.",
                detail);
        leave(JobTable.end(tx, grip.jobId(), JobState.FAILED, fault));
        leave(StepTable.failed(tx, grip.jobId(), grip.fence()));
        desk.ledger().release(tx, grip.jobId(), "failed: " + Text.cut(failed.code(), 64));
        desk.spending().ended(tx, grip.jobId(), left == Spending.Left.BOUND);
        String paid = left == Spending.Left.PAID ? ", since its service took money and gives nothing back" : "";
        Story.note(tx, grip.jobId(), "failed", detail + "; attempt " + number + ", no other follows" + paid);
        Story.tell(tx, grip.job(), "job.failed");
        tx.afterCommit(() -> desk.ended(grip.jobId()));
        return Optional.empty();
    }

    /** Whether it was the time, and no word of its own, that ended the attempt. */
    private static boolean stopped(Ended.Failed failed) {
        return failed.code().equals(Code.TIMED_OUT.wire()) || failed.code().equals(Code.INTERRUPTED.wire());
    }

    /** The note that this backend left in the job, in this attempt or before. */
    private static Optional<String> ticket(Transaction tx, Grip grip) {
        return StepTable.find(tx, grip.jobId())
                .filter(step -> grip.backendId().equals(step.backend()))
                .map(StepTable.Step::ticket);
    }

    private Comeback again(Transaction tx, Grip grip, Ended.Failed failed, Spending.Left left) {
        Duration rest = Duration.ofMillis(desk.config().retry_delay_milliseconds());
        if (left == Spending.Left.BOUND) {
            doubt(tx, grip, "what " + grip.backendId() + " has begun goes on there, and nowhere else");
            return new Comeback(rest, grip.backendId(), Bond.STRICT, false);
        }
        if (failed.said() && desk.spending().metered(tx, grip.jobId(), grip.backendId())) {
            StepTable.forget(tx, grip.jobId()); // what it was about has ended: the next attempt begins anew
        }
        return Comeback.after(rest);
    }

    private static void doubt(Transaction tx, Grip grip, String why) {
        JobTable.doubt(tx, grip.jobId(), why);
        Story.note(tx, grip.jobId(), "in_doubt", why);
    }

    private Optional<Comeback> inDoubt(Transaction tx, Grip grip, Ended.InDoubt doubt) {
        Duration rest = Duration.ofSeconds(desk.config().in_doubt_retry_seconds());
        StepTable.Mark mark = new StepTable.Mark(Text.cut(doubt.ticket(), 2000), grip.backendId());
        back(tx, grip, JobState.IN_DOUBT, "it is not known whether " + grip.backendId() + " has begun");
        leave(StepTable.remember(tx, grip.jobId(), grip.fence(), mark));
        leave(StepTable.returned(tx, grip.jobId(), grip.fence(), false));
        StepTable.notBefore(tx, grip.jobId(), tx.now().plus(rest));
        desk.spending().inDoubt(tx, grip.jobId());
        Story.note(
                tx,
                grip.jobId(),
                "in_doubt",
                grip.backendId() + " is asked again in " + rest.toSeconds() + " s, and no other");
        return Optional.of(new Comeback(rest, grip.backendId(), Bond.STRICT, false));
    }

    private Optional<Comeback> waiting(Transaction tx, Grip grip, Ended.Waiting waiting, boolean rendered) {
        Duration rest = Duration.ofSeconds(desk.config().waiting_retry_seconds());
        boolean begun = rendered || grip.begunBefore();
        leave(JobTable.returned(tx, grip.jobId(), JobState.WAITING, waiting.reason(), begun));
        leave(StepTable.returned(tx, grip.jobId(), grip.fence(), false));
        StepTable.notBefore(tx, grip.jobId(), tx.now().plus(rest));
        Story.waits(tx, grip.jobId(), waiting.reason() + "; no attempt is charged");
        Comeback bound = bound(tx, grip, rest);
        return Optional.of(new Comeback(rest, bound.boundTo(), bound.bond(), true));
    }

    private void back(Transaction tx, Grip grip, JobState state, String reason) {
        leave(JobTable.returned(tx, grip.jobId(), state, reason, true));
    }

    /** Binds the job to a backend that left a ticket in it; for ever, if that one pays a service. */
    private Comeback bound(Transaction tx, Grip grip, Duration rest) {
        return StepTable.find(tx, grip.jobId())
                .filter(step -> step.ticket() != null)
                .map(step -> new Comeback(rest, step.backend(), bond(tx, grip, step.backend()), false))
                .orElse(Comeback.after(rest));
    }

    private Bond bond(Transaction tx, Grip grip, String backend) {
        return desk.spending().metered(tx, grip.jobId(), backend) ? Bond.STRICT : Bond.PATIENT;
    }

    private static void leave(boolean changed) {
        if (!changed) {
            throw new Superseded();
        }
    }

    /** Tries for a minute while the storage is away; then the lease runs out and housekeeping takes the job up again. */
    private Optional<Comeback> write(Grip grip, Function<Transaction, Optional<Comeback>> work) {
        for (int n = 1; ; n++) {
            try {
                Optional<Comeback> comeback = desk.storage().write(work::apply);
                desk.watchers().changed(grip.jobId());
                return comeback;
            } catch (Superseded e) {
                LOG.info("attempt {} of {} was superseded; its end is not written", grip.number(), grip.jobId());
                return Optional.empty();
            } catch (Problem e) {
                boolean passing = e.code() == Code.STORAGE_UNAVAILABLE || e.code() == Code.DISK_FULL;
                if (!passing || n == TRIES || !rest()) {
                    LOG.error("the end of attempt {} of {} could not be written", grip.number(), grip.jobId(), e);
                    return Optional.empty();
                }
            } catch (RuntimeException e) {
                LOG.error("the end of attempt {} of {} could not be written", grip.number(), grip.jobId(), e);
                return Optional.empty();
            }
        }
    }

    private static boolean rest() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
