package org.mutoscope.backend.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's process with its folder and its standard input. However it ends, {@link #close} leaves neither process nor folder. Thread-safe. */
final class ChildProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final long POLITE_SECONDS = 2;
    private static final long KILL_SECONDS = 5;

    private final Path folder;
    private final Process process;
    private final MessageWriter writer;
    private final ReentrantLock writing = new ReentrantLock();

    private ChildProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.writer = new MessageWriter(process.getOutputStream());
    }

    /** Starts the program in its seat's folder, which is emptied before. */
    static ChildProcess start(Settings settings, int seat) throws WorkerFault {
        Path folder = WorkerFolder.of(settings, seat);
        try {
            WorkerFolder.empty(folder);
            return new ChildProcess(folder, WorkerCommand.start(settings.program(), folder));
        } catch (IOException e) {
            WorkerFolder.remove(folder);
            throw WorkerFault.unstartable("the worker's program cannot be started: " + e.getMessage());
        }
    }

    /** Process id. */
    long pid() {
        return process.pid();
    }

    /** What it writes. */
    InputStream output() {
        return process.getInputStream();
    }

    /** What it prints for people. */
    InputStream log() {
        return process.getErrorStream();
    }

    /** Sends a message; blocks while the process does not read. @throws IOException if it has ended */
    void send(Message message) throws IOException {
        writing.lock();
        try {
            writer.write(message);
        } finally {
            writing.unlock();
        }
    }

    /** Sends a short message unless somebody else is writing, who may be stuck in a full pipe. @param wanted asked only if it can be sent */
    void sendIfFree(Message message, BooleanSupplier wanted) throws IOException {
        if (writing.tryLock()) {
            try {
                if (wanted.getAsBoolean()) {
                    writer.write(message);
                }
            } finally {
                writing.unlock();
            }
        }
    }

    /** Ends it at once; does not wait for it. */
    void kill() {
        process.destroyForcibly();
    }

    /** After its output has ended: waits for its end, or ends it, and says how it ended. */
    WorkerFault ending() {
        if (!endsWithin(KILL_SECONDS)) {
            kill();
        }
        return endsWithin(KILL_SECONDS)
                ? WorkerFault.exited(process.exitValue())
                : WorkerFault.hung("the worker cannot be ended");
    }

    /** Ends it, politely first, and removes its folder. Takes at most a few seconds; may be called again. */
    @Override
    public void close() {
        hangUp();
        kill();
        if (!endsWithin(KILL_SECONDS)) {
            LOG.error("process {} of a worker cannot be ended; look for a stuck device driver", process.pid());
        }
        WorkerFolder.remove(folder);
    }

    /** Closes its standard input, on which a sound worker ends. Not while somebody is stuck in writing: closing would be stuck as well. */
    private void hangUp() {
        if (writing.tryLock()) {
            try {
                process.getOutputStream().close();
                endsWithin(POLITE_SECONDS);
            } catch (IOException e) {
                LOG.debug("process {} is gone already", process.pid(), e);
            } finally {
                writing.unlock();
            }
        }
    }

    /** Waits even if interrupted: a process that is being ended must not be left behind. */
    private boolean endsWithin(long seconds) {
        return process.onExit()
                        .completeOnTimeout(null, seconds, TimeUnit.SECONDS)
                        .join()
                != null;
    }
}
