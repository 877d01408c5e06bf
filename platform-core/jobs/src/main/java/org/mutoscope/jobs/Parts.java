package org.mutoscope.jobs;

import java.util.List;
import java.util.Optional;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Part;
import org.mutoscope.core.storage.Transaction;

/** Jobs that are made in parts, each an attempt of its own: the columns {@code part_task}, {@code part_seconds} and {@code parts_left} of the table {@code job}. */
final class Parts {
    private Parts() {}

    /** Where a job stands. @param left parts that are not made yet; of none the last stays the one that is told */
    record Place(Part next, int left) {}

    /** The first part of a job that is about to be queued; null if it is rendered at once. */
    static Part first(NewJob job) {
        return job.parts().isEmpty() ? null : new Part(job.task(), job.parts().get(0));
    }

    /** Empty if the job is rendered at once. */
    static Optional<Place> find(Transaction tx, String jobId) {
        return tx.first(
                "select part_task, part_seconds, parts_left from job where id = ? and parts_left is not null",
                row -> new Place(new Part(row.text("part_task"), (int) row.number("part_seconds")), (int)
                        row.number("parts_left")),
                jobId);
    }

    /** Seconds of the parts after the one that is next. @param left parts that are not made */
    static int secondsAfter(NewJob job, int left) {
        List<Integer> parts = job.parts();
        return parts.subList(parts.size() - left + 1, parts.size()).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Whether all parts of a job are made, so that no backend has anything of it any more. */
    static boolean allMade(Transaction tx, String jobId) {
        return drafted(tx, jobId)
                || find(tx, jobId).filter(place -> place.left == 0).isPresent();
    }

    /** Whether the clip itself is made, and waits for somebody's word: then nothing is asked of a backend any more. */
    static boolean drafted(Transaction tx, String jobId) {
        return tx.first("select job_id from job_draft where job_id = ?", row -> true, jobId)
                .isPresent();
    }

    /**
     * A part is made. Rows are taken in the order job, step.
     *
     * @param next what comes; null if the attempt goes on by itself
     * @return false if the attempt is no longer current
     */
    static boolean made(Transaction tx, Grip grip, Part next) {
        String id = grip.jobId();
        Optional<Place> place = find(tx, id);
        if (place.isEmpty() || !StepTable.current(tx, id, grip.fence())) {
            return false;
        }
        Part part = next == null ? place.get().next : next;
        int changed = tx.update(
                "update job set state = ?, reason = null, route = ?, part_task = ?, part_seconds = ?, parts_left = parts_left - 1"
                        + " where id = ? and state = 'IN_PROGRESS' and parts_left > 0",
                next == null ? "IN_PROGRESS" : "QUEUED",
                route(tx, grip),
                part.task(),
                part.seconds(),
                id);
        return changed == 1 && StepTable.part(tx, id, grip.fence(), next != null);
    }

    /** One model makes all parts, so that they look alike. @return the candidates of the job with that model, as they are written; null for any backend */
    private static String route(Transaction tx, Grip grip) {
        record Found(String route) {}
        String route = tx.first("select route from job where id = ?", row -> new Found(row.text("route")), grip.jobId())
                .map(Found::route)
                .orElse(null);
        List<Candidate> same = route == null
                ? List.of()
                : same(Candidate.list(route), grip.job().model());
        return same.isEmpty() ? null : Candidate.text(same);
    }

    static List<Candidate> same(List<Candidate> candidates, String model) {
        return candidates.stream()
                .filter(candidate -> candidate.model().equals(model))
                .toList();
    }
}
