package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.problem.Code;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One attempt, from lease to ending, on a thread of its own. It is stopped by an interrupt, which reaches it only while it is on the
 * road; a thread that does not stop in time is abandoned: its job goes on without it, and its slot stays taken until it ends.
 */
final class Run implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    /** Why an attempt is stopped. */
    enum Stop {
        CANCELLED("it was cancelled"),
        LATE("its time was up"),
        GONE("its backend was removed"),
        NO_RUNNER("the pipeline was replaced"),
        SHUTDOWN("the platform is stopping");

        private final String sentence;

        Stop(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Queued queued;
    private final BackendPool.Place place;
    private final JobRunner runner;
    private final Dispatcher dispatcher;
    private final Desk desk;
    private final Endings endings;
    private final long servicesSeen;
    private final CountDownLatch offTheRoad = new CountDownLatch(1);
    private final CountDownLatch written = new CountDownLatch(1);

    private Thread onTheRoad;
    private Stop stop;
    private boolean claimed;
    private boolean abandoned;
    private boolean unwanted;
    private boolean seenOff;
    private boolean over;
    private volatile Grip grip;
    private volatile Need need;
    private volatile Breakers.Went went = Breakers.Went.UNKNOWN;
    private boolean reported;
    private final long since = System.nanoTime();
    private final Instant begun = Instant.now();
    /** How it ended, in one word; null if well. */
    private volatile String word = "interrupted";

    Run(Queued queued, BackendPool.Place place, JobRunner runner, Dispatcher dispatcher) {
        this.queued = queued;
        this.need = queued.need().begun(place.candidate().model());
        this.place = place;
        this.runner = runner;
        this.dispatcher = dispatcher;
        this.desk = dispatcher.desk();
        this.endings = new Endings(desk);
        this.servicesSeen = dispatcher.returns().changes();
    }

    Queued queued() {
        return queued;
    }

    /** How often services had changed when this attempt began. */
    long servicesSeen() {
        return servicesSeen;
    }

    BackendPool.Place place() {
        return place;
    }

    @Override
    public void run() {
        MDC.put("job", queued.jobId()); // the thread ends with the attempt
        MDC.put("account", queued.accountId());
        Optional<Comeback> comeback = Optional.empty();
        try {
            Optional<Grip> taken = dispatcher.leasing().begin(queued.jobId(), place);
            if (taken.isPresent()) {
                grip = taken.get();
                desk.traces().taken(grip);
                comeback = attempt(taken.get());
            }
        } catch (Leasing.Unfit e) {
            comeback = Optional.of(Comeback.after(passedOver(e)));
        } catch (RuntimeException e) {
            LOG.warn("{} could not be begun and is tried again", queued.jobId(), e);
            comeback = Optional.of(Comeback.after(Duration.ofSeconds(1)));
        } finally {
            offTheRoad.countDown();
            place.lease().close();
            finish(comeback);
        }
    }

    /** Another may have the job; when none is left it is worth another try from time to time. */
    private Duration passedOver(Leasing.Unfit why) {
        boolean again = need.avoids(place.backendId());
        LOG.info("{} does not get {}: {}", place.seat().name(), queued.jobId(), why.getMessage());
        need = need.avoiding(place.backendId());
        return again ? Duration.ofSeconds(30) : Duration.ofMillis(250);
    }

    /** A part was made and no other comes: if what is left to do fails, the model that made it stays the job's. */
    void onlyItsModel() {
        need = need.next(
                new Part(need.task(), need.seconds()), place.candidate().model());
    }

    /** The job, as it is to come back. */
    Queued after() {
        return queued.with(need);
    }

    /** Tells the breakers, once. */
    private synchronized void report() {
        if (!reported) {
            reported = true;
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
            dispatcher.breakers().ended(place.backendId(), place.candidate().model(), went, millis);
        }
    }

    private void finish(Optional<Comeback> comeback) {
        report();
        told(comeback);
        boolean late;
        synchronized (this) {
            late = abandoned;
            claimed = true;
        }
        if (late) {
            LOG.info(
                    "the abandoned thread of {} on {} has ended",
                    queued.jobId(),
                    place.seat().name());
            dispatcher.stoppedAtLast(this, comeback);
        } else {
            dispatcher.over(this, comeback);
            written.countDown();
        }
    }

    private void told(Optional<Comeback> comeback) {
        Stop why = why();
        Grip held = grip;
        if (held != null) {
            String how = why == null ? word : why.name().toLowerCase(Locale.ROOT);
            desk.traces().attempted(held, place.seat().name(), begun, how);
            comeback.ifPresent(back -> desk.traces().waits(queued.jobId()));
        }
    }

    private Optional<Comeback> attempt(Grip held) {
        LeasedAttempt attempt = new LeasedAttempt(held, this, desk);
        place.lease().onGone(() -> stop(Stop.GONE));
        Future<?> deadline =
                desk.clock().schedule(() -> stop(Stop.LATE), attempt.remaining().toNanos(), TimeUnit.NANOSECONDS);
        Ended ended = travel(attempt);
        deadline.cancel(false);
        word = ended == null ? word : JobTraces.word(ended);
        boolean gone = place.lease().gone();
        place.lease().close(); // before anything is written: whoever replaces the bundle waits for this
        return claim() || ended instanceof Ended.GoesOn // then nobody else has written where the job is now
                ? ending(held, ended, new How(gone, attempt.progressed(), attempt.told()))
                : Optional.empty();
    }

    /** @param ended null for interrupted */
    private Ended travel(LeasedAttempt attempt) {
        try {
            return enter() ? runner.run(attempt, place.lease()) : null;
        } catch (InterruptedException e) {
            return null;
        } catch (RuntimeException
                | Error e) { // our own road, so a fault of the platform: named and charged like any other
            LOG.error("attempt {} of {} broke down", attempt.number(), queued.jobId(), e);
            return new Ended.Failed(Code.INTERNAL_ERROR.wire(), e.getClass().getName(), true);
        } finally {
            leave();
        }
    }

    /** @param told whether its backend knows of what an earlier attempt left */
    private record How(boolean gone, boolean rendered, boolean told) {}

    private Optional<Comeback> ending(Grip held, Ended ended, How how) {
        Stop why = why();
        if (why == Stop.CANCELLED) {
            seenOff();
            if (how.told) {
                endings.afterCancel(held, ended);
            } else {
                dispatcher.farewells().of(queued.jobId()); // it was stopped before its backend could look
            }
            return Optional.empty(); // written by who cancelled it
        }
        boolean fault = ended == null || ended instanceof Ended.Failed || ended instanceof Ended.Busy;
        if (fault && (how.gone || (why != null && why != Stop.LATE))) {
            return endings.handOver(held, why == null ? Stop.GONE.sentence : why.sentence);
        }
        if (ended == null || (ended instanceof Ended.Failed && why == Stop.LATE)) {
            String seconds = desk.attemptDeadline().toSeconds() + " s";
            Ended late = why == Stop.LATE
                    ? new Ended.Failed(Code.TIMED_OUT.wire(), "not done within " + seconds, true)
                    : new Ended.Failed(Code.INTERRUPTED.wire(), "the backend gave up without being stopped", true);
            return record(held, late, how);
        }
        if (ended instanceof Ended.Busy busy) {
            dispatcher.rest(place.seat(), busy.retryAfter());
        }
        return record(held, ended, how);
    }

    private Optional<Comeback> record(Grip held, Ended ended, How how) {
        went = Verdict.of(ended, held.step().ticket() == null);
        if (ended instanceof Ended.Failed) {
            need = need.avoiding(held.backendId());
        }
        if (ended instanceof Ended.GoesOn on) {
            need = need.next(on.next(), held.job().model());
        }
        return endings.record(held, ended, how.rendered);
    }

    private synchronized void seenOff() {
        seenOff = true;
    }

    /** The dispatcher has done with this attempt. @return whether its job was cancelled meanwhile and its service does not know it */
    synchronized boolean over() {
        over = true;
        return unwanted && !seenOff;
    }

    /** Nobody wants the job any more. Returns at once. @return false if the dispatcher had done with this attempt before */
    boolean cancel() {
        synchronized (this) {
            if (over) {
                return false;
            }
            unwanted = true; // also if it is stopping for another reason, or has just ended
        }
        stop(Stop.CANCELLED);
        return true;
    }

    /** Asks the attempt to stop; the first reason counts. Returns at once. */
    void stop(Stop why) {
        synchronized (this) {
            if (stop != null || claimed) {
                return;
            }
            stop = why;
            if (onTheRoad != null) {
                onTheRoad.interrupt();
            }
        }
        try {
            desk.clock().schedule(this::abandon, RenderContext.STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.RejectedExecutionException e) {
            LOG.debug("{} is not watched: the platform is stopping", queued.jobId());
        }
    }

    synchronized boolean stopped() {
        return stop != null;
    }

    /** Whether the job itself is over, and not this attempt alone. */
    synchronized boolean unwanted() {
        return stop == Stop.CANCELLED;
    }

    private synchronized Stop why() {
        return stop;
    }

    /** Waits until the backend has let go of the job. */
    boolean awaitOffTheRoad(long milliseconds) throws InterruptedException {
        return offTheRoad.await(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** Waits until the end of the attempt is in the database. */
    boolean awaitWritten(long milliseconds) throws InterruptedException {
        return written.await(milliseconds, TimeUnit.MILLISECONDS);
    }

    /** Lets the job go on without this thread. Writes to the database: not for a thread that others wait for. */
    void abandonNow() {
        synchronized (this) {
            if (claimed || grip == null || offTheRoad.getCount() == 0) {
                return; // it has stopped, and writes down how it ended
            }
            claimed = true;
            abandoned = true;
        }
        LOG.warn(
                "{} did not stop within {} s and is unwell; its thread for {} is abandoned",
                place.seat().name(),
                RenderContext.STOP_WITHIN_SECONDS,
                queued.jobId());
        Optional<Comeback> comeback = ending(grip, null, new How(false, true, true));
        report();
        dispatcher.abandoned(this, comeback);
        written.countDown();
    }

    private void abandon() {
        Thread writer = new Thread(this::abandonNow, "abandon " + queued.jobId());
        writer.setDaemon(true);
        writer.start();
    }

    private synchronized boolean enter() {
        if (stop != null) {
            return false;
        }
        onTheRoad = Thread.currentThread();
        return true;
    }

    private synchronized void leave() {
        onTheRoad = null;
        Thread.interrupted(); // what comes now is written down undisturbed
        offTheRoad.countDown();
    }

    private synchronized boolean claim() {
        if (claimed) {
            return false;
        }
        claimed = true;
        return true;
    }
}
