package org.mutoscope.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.mutoscope.core.jobs.JobRunner.Ended;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what an attempt has made; while the storage is away it is tried again, since the work is done and cost something. */
record Durable(UnitOfWork storage) {
    private static final Logger LOG = LoggerFactory.getLogger(Durable.class);
    private static final int TRIES = 30;

    /** The attempt is no longer the job's current one. */
    private static final class Superseded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Superseded() {
            super("the attempt is no longer current", null, false, false);
        }
    }

    /** @param work gives false if the attempt is no longer current: then nothing of it stays */
    void write(Trip trip, Predicate<Transaction> work) throws Detour, InterruptedException {
        for (int n = 1; ; n++) {
            trip.goOn();
            try {
                storage.write(tx -> {
                    if (!work.test(tx)) {
                        throw new Superseded();
                    }
                    return null;
                });
                return;
            } catch (Superseded e) {
                throw new InterruptedException("another has the job, or nobody wants it any more");
            } catch (Problem e) {
                boolean passing = e.code() == Code.STORAGE_UNAVAILABLE || e.code() == Code.DISK_FULL;
                if (!passing || n == TRIES) {
                    throw new Detour(new Ended.Failed(e.wire(), e.getMessage(), passing), e);
                }
                LOG.warn(
                        "{} is done and cannot be written down yet: {}",
                        trip.job().id(),
                        e.getMessage());
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }
}
