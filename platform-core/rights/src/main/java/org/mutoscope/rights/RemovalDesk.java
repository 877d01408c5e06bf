package org.mutoscope.rights;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Removals;
import org.mutoscope.core.storage.Transaction;

/** Removes clips for holders. What is written here is followed by {@link Sweep}, also after a restart. */
final class RemovalDesk implements Removals {
    private static final int AT_ONCE = 50;

    private final Office office;
    private final JobBoard board;

    RemovalDesk(Office office, JobBoard board) {
        this.office = office;
        this.board = board;
    }

    @Override
    public List<Removal> remove(Caller by, String jobId, String why) {
        String reason = Office.reason(why);
        return office.storage().write(tx -> {
            RemovalTable.Due due = RemovalTable.used(tx, by, jobId)
                    .orElseThrow(() -> new Problem(
                            Code.VIDEO_NOT_FOUND, "There is no such video that uses what you hold.", "id", null));
            List<Removal> removed = RemovalTable.removed(tx, jobId) ? List.of() : remove(tx, by, due, reason);
            office.sweepAfter(tx);
            return removed;
        });
    }

    @Override
    public List<Removal> removeAll(Caller by, String subjectId, String why) {
        String reason = Office.reason(why);
        List<Removal> all = new ArrayList<>();
        List<Removal> some;
        do {
            some = office.storage().write(tx -> {
                String holder = SubjectTable.owned(tx, by, subjectId).subject().holder();
                if (!by.accountId().equals(holder) && !Office.runs(by)) {
                    throw new Problem(
                            Code.SUBJECT_NOT_FOUND, "There is no such subject, or it is not yours.", "id", null);
                }
                List<Removal> removed = new ArrayList<>();
                for (RemovalTable.Due due : RemovalTable.using(tx, subjectId, AT_ONCE)) {
                    if (!RemovalTable.removed(tx, due.jobId())) { // not with one before it that it was made from
                        removed.addAll(remove(tx, by, due, reason));
                    }
                }
                office.sweepAfter(tx);
                return removed;
            });
            all.addAll(some);
        } while (!some.isEmpty());
        return all;
    }

    /** The clip and what was made from it: who is to be seen in the one may be seen in the other. */
    private List<Removal> remove(Transaction tx, Caller by, RemovalTable.Due first, String reason) {
        List<Removal> removed = new ArrayList<>();
        Deque<RemovalTable.Due> due = new ArrayDeque<>(List.of(first));
        while (!due.isEmpty()) {
            RemovalTable.Due next = due.poll();
            RemovalTable.insert(tx, next, by.accountId(), reason);
            board.note(tx, next.jobId(), "removed", "by the holder of something in it: " + reason);
            removed.add(RemovalTable.find(tx, next.jobId()).orElseThrow());
            due.addAll(RemovalTable.madeFrom(tx, next.jobId()));
        }
        removed.stream().map(Removal::jobId).sorted().forEach(id -> RemovalTable.expire(tx, id));
        office.audit(
                tx, by, "clip.remove", first.jobId() + " and " + (removed.size() - 1) + " made from it: " + reason);
        return removed;
    }

    @Override
    public Optional<Removal> find(String jobId) {
        return office.storage().read(tx -> RemovalTable.find(tx, jobId));
    }

    @Override
    public List<Removal> list(Caller by, int limit) {
        return office.storage().read(tx -> RemovalTable.list(tx, by, limit));
    }
}
