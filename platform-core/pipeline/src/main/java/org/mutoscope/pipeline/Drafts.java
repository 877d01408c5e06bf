package org.mutoscope.pipeline;

import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * Clips that a holder sees before they are released. Such a clip is finished and in the store; nothing is captured, and nobody but its holders can have it. The job
 * waits, and what takes it up again once all have agreed renders nothing: it settles. A no ends the job, and with it its files go.
 */
final class Drafts {
    private final UnitOfWork storage;
    private final JobBoard board;
    private final Licensing licensing;
    private final Durable durable;

    Drafts(UnitOfWork storage, JobBoard board, Licensing licensing) {
        this.storage = storage;
        this.board = board;
        this.licensing = licensing;
        this.durable = new Durable(storage);
    }

    /** What is known of a draft. @param due credits that it costs once it is released @param story why that is less than was held, or null */
    record Draft(long due, String story, Map<String, String> facts) {
        private static Draft of(Row row) {
            return new Draft(row.number("due"), row.text("story"), Map.of());
        }
    }

    /** The draft of the attempt's job, when an earlier attempt made one. */
    Optional<Draft> of(Trip trip) {
        String id = trip.job().id();
        return storage.read(tx -> tx.first("select due, story from job_draft where job_id = ?", Draft::of, id))
                .map(draft -> new Draft(
                        draft.due, draft.story, board.find(id).map(Job::facts).orElse(Map.of())));
    }

    /**
     * Keeps the clip as a draft, if anybody wants to see it first.
     *
     * @throws Detour if so: the job waits now
     */
    void keep(Trip trip, Draft draft) throws Detour, InterruptedException {
        String id = trip.job().id();
        if (!licensing.wantDraft(trip.job().obligations(), id)) {
            return;
        }
        String[] reason = new String[1];
        durable.write(trip, tx -> {
            if (!trip.attempt.drafted(tx, draft.facts)) {
                return false;
            }
            trip.assets.forEach(asset -> Inputs.record(tx, id, asset));
            tx.update(
                    "insert into job_draft (job_id, due, story, made_at) values (?, ?, ?, ?)",
                    id,
                    draft.due,
                    draft.story,
                    tx.now());
            reason[0] = licensing.drafted(tx, id);
            return true;
        });
        throw Detour.waiting(reason[0]);
    }

    /** It is released, or its job came to nothing. */
    static void gone(Transaction tx, String jobId) {
        tx.update("delete from job_draft where job_id = ?", jobId);
    }
}
