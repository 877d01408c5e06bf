package org.mutoscope.jobs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;

/** How far running jobs are. Kept in memory alone; it never falls while the process lives. */
final class LiveProgress {
    private final Map<String, Point> points = new ConcurrentHashMap<>();

    private record Point(double fraction, String phase) {}

    /** Notes how far a job is. @return whether anything changed */
    boolean update(String jobId, double fraction, String phase) {
        double sane = fraction >= 0 && fraction <= 1 ? fraction : 0; // NaN too
        String word = Text.cut(phase, 64);
        Point before = points.get(jobId);
        Point after = points.merge(
                jobId, new Point(sane, word), (a, b) -> new Point(Math.max(a.fraction, b.fraction), b.phase));
        return !after.equals(before);
    }

    double fraction(String jobId) {
        Point point = points.get(jobId);
        return point == null ? 0 : point.fraction;
    }

    void forget(String jobId) {
        points.remove(jobId);
    }

    /** The job with its progress of this moment; 100 is kept for the finished. */
    Job over(Job job) {
        Point point = points.get(job.id());
        if (point == null || job.state().ended()) {
            return job;
        }
        String phase = job.state() == JobState.IN_PROGRESS ? point.phase : null;
        return new Job(
                job.asked(),
                job.state(),
                job.reason(),
                job.begun(),
                (int) Math.min(99, Math.floor(point.fraction * 100)),
                phase,
                job.attempts(),
                job.backend(),
                job.creditsCaptured(),
                job.createdAt(),
                job.startedAt(),
                job.endedAt(),
                job.expiresAt(),
                job.expired(),
                job.errorCode(),
                job.errorMessage(),
                job.facts());
    }
}
