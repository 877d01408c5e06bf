package org.mutoscope.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Placement;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;

/** The board: puts jobs into the database and tells what became of them. */
final class Board implements JobBoard {
    private final Desk desk;
    private final FairQueue queue;
    private final BackendPool pool;
    private final Dispatcher dispatcher;
    private final Cancellation cancellation;
    private final PollHint hint;
    private final PlanClasses classes;

    Board(Desk desk, FairQueue queue, BackendPool pool, Dispatcher dispatcher) {
        this.classes = dispatcher.classes();
        this.desk = desk;
        this.queue = queue;
        this.pool = pool;
        this.dispatcher = dispatcher;
        this.cancellation = new Cancellation(desk, queue, dispatcher);
        this.hint = new PollHint(desk.live(), pool);
    }

    @Override
    public void enqueue(Transaction tx, NewJob job, Placement placement) {
        Queued.Line line = Queued.Line.of(job);
        requireRoom(job, line.plan()); // first: a job that is refused leaves no promised place behind
        if (!queue.announce(job.id(), desk.config().queue_bound())) {
            throw new Problem(
                    Code.QUEUE_FULL,
                    "The queue is full (" + desk.config().queue_bound()
                            + " jobs). Nothing was charged; try again later.");
        }
        List<Candidate> candidates =
                placement.candidates().stream().map(Candidate::met).toList();
        boolean alone = candidates.equals(List.of(Candidate.of(job.model())));
        JobTable.insert(tx, job, alone ? null : Candidate.text(candidates));
        StepTable.insert(tx, job.id());
        placement.cost().ifPresent(cost -> desk.spending()
                .admit(
                        tx,
                        new CostTable.Wish(job.id(), 0, placement.backend(), job.model(), cost)
                                .withAhead(placement.ahead()),
                        pool.allowance(placement.backend())));
        Story.note(
                tx,
                job.id(),
                "queued",
                job.model() + ", " + job.size() + ", " + job.seconds() + " s, " + job.credits() + " credits held");
        Story.tell(tx, job, "job.queued");
        Instant asked = tx.now();
        tx.afterCommit(() -> {
            desk.traces().waits(job.id());
            queue.add(new Queued(job.id(), job.accountId(), Need.of(job, candidates), queue.order(), line));
            desk.meter().asked(asked, line);
            dispatcher.wake();
        });
    }

    /** Jobs that come in at the same moment may exceed the bound by as many as are being written. */
    private void requireRoom(NewJob job, String plan) {
        int most = classes.unfinished(plan);
        if (queue.of(job.accountId()) + dispatcher.runningOf(job.accountId()) >= most) {
            throw new Problem(
                    Code.TOO_MANY_UNFINISHED,
                    "The plan " + plan + " allows " + most
                            + " clips that are queued or being made. Nothing was charged; wait until one has ended.");
        }
    }

    @Override
    public Optional<Job> find(String jobId) {
        return desk.storage().read(tx -> JobTable.findShown(tx, jobId)).map(desk.live()::over);
    }

    @Override
    public List<Job> list(String accountId, String after, int limit, boolean newestFirst) {
        if (limit < 1 || limit > 100) {
            throw new Problem(
                    Code.INVALID_PAGING, "limit is a whole number from 1 to 100, not " + limit + ".", "limit", null);
        }
        List<Job> page = desk.storage().read(tx -> {
            Long place = after == null ? null : JobTable.place(tx, after).orElseThrow(Board::unknownPlace);
            return JobTable.list(tx, accountId, place, limit, newestFirst);
        });
        return page.stream().map(desk.live()::over).toList();
    }

    @Override
    public List<Job> madeFrom(String jobId, int limit) {
        return desk.storage().read(tx -> JobTable.madeFrom(tx, jobId, limit)).stream()
                .map(desk.live()::over)
                .toList();
    }

    private static Problem unknownPlace() {
        return new Problem(Code.INVALID_PAGING, "after names a job that is not in this list.", "after", null);
    }

    @Override
    public Job cancel(String jobId) {
        return cancellation.cancel(jobId);
    }

    @Override
    public boolean stop(String jobId, Problem why) {
        return cancellation.stop(jobId, new Fault(why.wire(), why.getMessage(), ""));
    }

    @Override
    public boolean amend(Transaction tx, String jobId, String prompt, Map<String, String> duties) {
        return JobTable.amend(tx, jobId, prompt, duties);
    }

    @Override
    public void delete(String jobId) {
        cancellation.delete(jobId);
    }

    @Override
    public List<Note> explain(String jobId) {
        List<Note> notes = new ArrayList<>(desk.storage().read(tx -> Story.notes(tx, jobId)));
        queue.find(jobId).ifPresent(job -> notes.add(now(job)));
        return notes;
    }

    /** What is true at this moment and would be stale if it were stored. */
    private Note now(Queued job) {
        String paused = desk.config().dispatch_paused() ? "Dispatching is paused by the configuration. " : "";
        String ahead = queue.ahead(job) + " jobs of the account are before it. ";
        return new Note(desk.storage().read(Transaction::now), "queued_now", paused + ahead + pool.whyNot(job.need()));
    }

    @Override
    public void note(Transaction tx, String jobId, String what, String detail) {
        Story.note(tx, jobId, what, detail);
    }

    @Override
    public Watch watch(String jobId, Consumer<Job> listener) {
        return desk.watchers().watch(jobId, listener);
    }

    @Override
    public Depth depth() {
        return new Depth(queue.size(), dispatcher.runningCount(), desk.config().queue_bound());
    }

    @Override
    public Duration pollAfter(Job job) {
        return job.state() == JobState.IN_PROGRESS ? hint.running(job) : hint.queued(queue.size());
    }
}
