package org.mutoscope.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.jobs.Placement;
import org.mutoscope.core.storage.Transaction;

/** Jobs in memory. */
final class StubBoard implements JobBoard {
    private final Map<String, Job> jobs = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Consumer<Job>> listeners = new CopyOnWriteArrayList<>();

    static Job job(String id, String account, JobState state) {
        return job(id, account, state, Map.of());
    }

    /** @param obligations what the job keeps, of a film its parts */
    static Job job(String id, String account, JobState state, Map<String, String> obligations) {
        NewJob asked = new NewJob(
                id,
                account,
                "sora-2",
                "sprite-1",
                "text-to-video",
                "a cat",
                4,
                FrameSize.parse("720x1280"),
                FrameSize.parse("64x64"),
                7,
                Map.of(),
                List.of("the word \"xyzzy\" is not known"),
                obligations,
                null,
                10);
        boolean done = state == JobState.COMPLETED;
        boolean broken = state == JobState.FAILED || state == JobState.CANCELLED;
        return new Job(
                asked,
                state,
                null,
                state != JobState.QUEUED,
                done ? 100 : 0,
                null,
                done ? 1 : 0,
                done ? "test@1.0.0" : null,
                done ? 10 : 0,
                Instant.ofEpochSecond(1_800_000_000),
                null,
                state.ended() ? Instant.ofEpochSecond(1_800_000_009) : null,
                done ? Instant.ofEpochSecond(1_800_086_409) : null,
                false,
                broken ? state.word() : null,
                broken ? "it ended so" : null,
                Map.of());
    }

    void put(Job job) {
        jobs.put(job.id(), job);
        listeners.forEach(listener -> listener.accept(job));
    }

    int watched() {
        return listeners.size();
    }

    @Override
    public void enqueue(Transaction tx, NewJob job, Placement placement) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Job> find(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    @Override
    public List<Job> list(String accountId, String after, int limit, boolean newestFirst) {
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("limit " + limit);
        }
        List<Job> found = new ArrayList<>(jobs.values());
        found.removeIf(job -> accountId != null && !job.asked().accountId().equals(accountId));
        if (newestFirst) {
            Collections.reverse(found);
        }
        while (after != null && !found.isEmpty() && !found.remove(0).id().equals(after)) {
            continue;
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    @Override
    public List<Job> madeFrom(String jobId, int limit) {
        return jobs.values().stream()
                .filter(job -> jobId.equals(job.asked().parent()))
                .limit(limit)
                .toList();
    }

    @Override
    public Job cancel(String jobId) {
        put(job(jobId, jobs.get(jobId).asked().accountId(), JobState.CANCELLED));
        return jobs.get(jobId);
    }

    @Override
    public void delete(String jobId) {
        jobs.remove(jobId);
    }

    @Override
    public List<Note> explain(String jobId) {
        return List.of(new Note(Instant.EPOCH, "accepted", "10 credits held"));
    }

    @Override
    public void note(Transaction tx, String jobId, String what, String detail) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Watch watch(String jobId, Consumer<Job> listener) {
        Consumer<Job> filtered = job -> {
            if (job.id().equals(jobId)) {
                listener.accept(job);
            }
        };
        listeners.add(filtered);
        return () -> listeners.remove(filtered);
    }

    @Override
    public Depth depth() {
        return new Depth(jobs.size(), 0, 100);
    }

    @Override
    public Duration pollAfter(Job job) {
        return Duration.ofMillis(2_500);
    }
}
