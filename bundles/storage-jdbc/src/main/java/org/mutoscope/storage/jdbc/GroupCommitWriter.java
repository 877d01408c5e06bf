package org.mutoscope.storage.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the embedded database. It takes whatever units of work wait, does them in turn, each behind a savepoint, commits once, forces the
 * file to the disk once, and only then answers them all. So durability costs one disk flush per group and not one per unit, and there are no locks to
 * wait for. A fault of the commit or the flush ends writing for good: what a disk has kept after a failed flush is not known, so nothing may build on it.
 */
final class GroupCommitWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);
    /** A group is closed after this, so that no unit waits long for its neighbours. */
    private static final long MOST_NANOS = 20_000_000;

    /** A group as large as this shows that many clients are at work: then it is worth waiting a moment for the next. */
    private static final int CROWD = 3;

    /** That moment. A commit costs several times as much, whether it holds one unit or fifty. */
    private static final long LINGER_NANOS = 3_000_000;

    /** Well below the time after which {@link EmbeddedStorage} lets freed space be used again. */
    private static final long IDLE_SECONDS = 5;

    /** Under load the file is tidied up so often, in steps so small that nobody notices: 1 MiB every 5 s held everybody up for 200 ms. */
    private static final long TIDY_NANOS = 500_000_000;

    private static final int IDLE_BYTES = 1 << 20;
    private static final int BUSY_BYTES = IDLE_BYTES / 10;

    private static final Unit<?> END = new Unit<>(tx -> null);

    private final H2File file;
    private final Statements statements;
    private final DiskReserve reserve;
    private final Clock clock;
    private final BlockingQueue<Unit<?>> queue;
    private final Thread thread = new Thread(this::serve, "mutoscope-storage-writer");
    private long tidied = System.nanoTime();
    private volatile boolean ended;
    private volatile Problem fault;

    GroupCommitWriter(H2File file, DiskReserve reserve, Clock clock, int queueUnits) {
        this.file = file;
        this.statements = new Statements(file.connection());
        this.reserve = reserve;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(queueUnits);
    }

    GroupCommitWriter start() {
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** Does the work in its turn and returns when it is durable. */
    <T> T write(Work<T> work) {
        Nesting.refuse();
        if (ended) {
            throw refusal();
        }
        reserve.shortage().ifPresent(shortage -> {
            throw new Problem(Code.DISK_FULL, shortage);
        });
        Unit<T> unit = new Unit<>(work);
        if (!queue.offer(unit)) {
            throw new Problem(Code.STORAGE_UNAVAILABLE, "too many changes wait to be saved; try again in a moment");
        }
        if (ended && queue.remove(unit)) { // it came too late for the writer's last look
            throw refusal();
        }
        return unit.await();
    }

    /** Why nothing can be written now. */
    Optional<String> obstacle() {
        if (fault != null) {
            return Optional.of(fault.getMessage());
        }
        return ended ? Optional.of("the storage is closed") : reserve.shortage();
    }

    /** Whether writing has ended by a fault, so that nothing more may be written. */
    boolean failed() {
        return fault != null;
    }

    /** Does what waits, then ends. */
    @Override
    public void close() {
        boolean interrupted = false;
        try {
            queue.put(END);
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        List<Unit<?>> group = new ArrayList<>();
        try {
            boolean more = true;
            while (more && fault == null) {
                Unit<?> first = queue.poll(IDLE_SECONDS, TimeUnit.SECONDS);
                more = first == null ? tidy(IDLE_BYTES) : serveGroup(first, group);
                group.clear();
                if (more && System.nanoTime() - tidied > TIDY_NANOS) {
                    tidy(BUSY_BYTES); // those who wait all the time must not keep the file from being tidied
                }
            }
        } catch (InterruptedException e) {
            LOG.error("the storage writer was interrupted and ends", e);
        } finally {
            ended = true;
            refuseWaiting();
        }
    }

    /** Tidies up a little. Flushed each time, so that space it gains is never used again before that is durable. */
    private boolean tidy(int bytes) {
        tidied = System.nanoTime();
        try {
            file.tidy(bytes);
            file.flush();
        } catch (SQLException | RuntimeException | Error e) {
            stopWriting(e);
        }
        return true;
    }

    /** Serves one group; false if this was the last. */
    private boolean serveGroup(Unit<?> first, List<Unit<?>> group) throws InterruptedException {
        boolean more = first != END;
        try {
            boolean changed = false;
            long end = System.nanoTime() + MOST_NANOS;
            for (Unit<?> next = first; more && next != null; ) {
                group.add(next);
                changed |= serve(next);
                next = next(end, group.size());
                more = next != END;
            }
            file.connection().commit();
            if (changed) {
                file.flush();
            }
            group.forEach(Unit::answer);
        } catch (SQLException | RuntimeException | Error e) {
            stopWriting(e);
            Problem doubt = new Problem(
                    fault.code(), fault.getMessage() + "; whether this change was kept shows then", null, e);
            group.forEach(unit -> unit.fail(doubt));
        }
        return more;
    }

    /** The next unit of a group, or null if the group is to be closed. */
    private Unit<?> next(long end, int size) throws InterruptedException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return null;
        }
        Unit<?> waiting = queue.poll();
        return waiting != null || size < CROWD
                ? waiting
                : queue.poll(Math.min(left, LINGER_NANOS), TimeUnit.NANOSECONDS);
    }

    /** Does one unit behind a savepoint; true if it changed something. */
    private boolean serve(Unit<?> unit) throws SQLException {
        statements.of("savepoint unit").execute();
        JdbcTransaction tx = new JdbcTransaction(statements, clock.instant(), false);
        Nesting.enter();
        try {
            if (unit.run(tx)) {
                return tx.changed();
            }
        } finally {
            Nesting.leave();
        }
        statements.of("rollback to savepoint unit").execute();
        return false;
    }

    private void stopWriting(Throwable e) {
        boolean full = SqlFaults.isDiskFull(e);
        fault = new Problem(
                full ? Code.DISK_FULL : Code.STORAGE_UNAVAILABLE,
                (full ? "the disk that holds the database is full" : "the database could not be written")
                        + " and is closed; everything confirmed before is kept. "
                        + (full ? "Free space on the volume of the data folder" : "Check the disk of the data folder")
                        + ", then restart the platform",
                null,
                e);
        LOG.error("{}", fault.getMessage(), e);
        file.abandon();
    }

    private Problem refusal() {
        return fault != null
                ? fault
                : new Problem(Code.STORAGE_UNAVAILABLE, "the storage is closed; the platform is stopping");
    }

    private void refuseWaiting() {
        for (Unit<?> unit = queue.poll(); unit != null; unit = queue.poll()) {
            unit.fail(refusal());
        }
    }
}
