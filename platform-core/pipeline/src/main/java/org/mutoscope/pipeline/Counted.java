package org.mutoscope.pipeline;

import java.util.Locale;
import java.util.function.Supplier;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.core.jobs.Attempt;
import org.mutoscope.core.jobs.JobRunner;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.storage.Transaction;

/** Tells how each attempt ended. @param meters answers null while nobody counts */
record Counted(JobRunner runner, Supplier<Meters> meters) implements JobRunner {
    /** It was interrupted, or fell. */
    private static final String STOPPED = "stopped";

    @Override
    public Ended run(Attempt attempt, Leased<VideoBackend> backend) throws InterruptedException {
        String end = STOPPED;
        try {
            Ended ended = runner.run(attempt, backend);
            end = word(ended);
            return ended;
        } finally {
            Meters counting = meters.get();
            if (counting != null) {
                counting.attempt(backend.from().id(), attempt.job().model(), end);
            }
        }
    }

    @Override
    public NewJob asked(Transaction tx, NewJob job) {
        return runner.asked(tx, job);
    }

    /** {@code InDoubt} is {@code in_doubt}. */
    private static String word(Ended ended) {
        return ended.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
