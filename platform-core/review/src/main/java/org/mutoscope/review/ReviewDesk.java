package org.mutoscope.review;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.storage.UnitOfWork;

/** All of this bundle, put together without a framework. Close it to end its thread. */
public final class ReviewDesk implements AutoCloseable {
    private final Sweep sweep;
    private final Gate gate;
    private final Desk desk;

    /**
     * What it needs from outside.
     *
     * @param names counts the changes of the names that guards look for
     */
    public record Outside(UnitOfWork storage, Identity identity, JobBoard board, LongSupplier names) {}

    /**
     * Puts it together and begins to look for orders whose time is over.
     *
     * @param data the data folder; the key lies in {@code keys/review.key} below it
     * @throws IOException if there is no key and none can be made
     */
    public ReviewDesk(Outside outside, Path data, Supplier<ReviewConfig> settings) throws IOException {
        Seal seal = Seal.of(data.resolve("keys").resolve("review.key"));
        Office office =
                new Office(outside.storage(), outside.identity(), outside.board(), seal, outside.names(), settings);
        sweep = new Sweep(office);
        gate = new Gate(office);
        desk = new Desk(office);
        sweep.every(settings.get().sweep_seconds());
    }

    /** For the road. */
    public ReviewGate gate() {
        return gate;
    }

    /** For reviewers and creators. */
    public Reviews reviews() {
        return desk;
    }

    /** Looks now for what is to be ended. */
    public void sweep() {
        sweep.run();
    }

    @Override
    public void close() {
        sweep.close();
    }
}
