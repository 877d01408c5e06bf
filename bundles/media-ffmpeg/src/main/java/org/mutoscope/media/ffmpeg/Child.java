package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process and its guard. It belongs to the thread that starts it and ends with {@link #close}, whatever happens.
 *
 * <p>Reading and writing pipes cannot be interrupted in Java. Therefore a guard thread ends the process when its owner
 * is interrupted or nothing moves any more; that closes the pipes and wakes the owner.
 */
final class Child implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);
    private static final long GUARD_MILLIS = 50;
    private static final long GRACE_MILLIS = 500;
    private static final long REAP_SECONDS = 10;

    private final String role;
    private final Duration patience;
    private final Process process;
    private final ChildWords words;
    private final Thread owner = Thread.currentThread();
    private volatile long lastMove = System.nanoTime();
    private volatile boolean resting;
    private volatile boolean stalled;

    private Child(String role, Duration patience, Process process) {
        this.role = role;
        this.patience = patience;
        this.process = process;
        this.words = new ChildWords(process.getErrorStream(), this::moved);
        thread("words", words);
        thread("guard", this::guard);
    }

    /**
     * Starts a process.
     *
     * @param role what it is, as the beginning of a sentence for users, for example {@code the encoder}
     * @param patience how long it may do nothing
     * @throws IOException if it cannot be started; the message names no path
     */
    static Child start(String role, Duration patience, ProcessBuilder builder) throws IOException {
        try {
            return new Child(role, patience, builder.start());
        } catch (IOException e) {
            LOG.error("{} could not be started", role, e);
            throw new IOException(role + " could not be started; the operator finds more in the log", e);
        }
    }

    /** A builder for a program that sees nothing of the platform's environment. */
    static ProcessBuilder builder(Executables programs, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(programs.environment());
        return builder;
    }

    private void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "ffmpeg-" + process.pid() + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where the process reads. */
    OutputStream in() {
        return process.getOutputStream();
    }

    /** Where it writes. */
    InputStream out() {
        return process.getInputStream();
    }

    /** Frames that it says to have written, see ffmpeg's option {@code -progress}. */
    long frames() {
        return words.frames();
    }

    /** What it said last; all of it once it has {@linkplain #finish finished}. */
    String said() {
        return words.tail();
    }

    /** Tells the guard that something happened. */
    void moved() {
        lastMove = System.nanoTime();
    }

    /** Tells the guard that the process has to wait for somebody else, or no longer. */
    void rest(boolean on) {
        moved();
        resting = on;
    }

    private void guard() {
        try {
            while (!process.waitFor(GUARD_MILLIS, TimeUnit.MILLISECONDS)) {
                stalled = !resting && System.nanoTime() - lastMove > patience.toNanos();
                if (stalled || owner.isInterrupted()) {
                    stop();
                    return;
                }
            }
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
        }
    }

    /**
     * Waits for the end of a process that has got all it needs.
     *
     * @throws ChildFailure if it did not end well
     */
    void finish() throws ChildFailure, InterruptedException {
        int code = process.waitFor();
        if (code != 0 || stalled) {
            throw failure();
        }
        words.await();
    }

    /**
     * Why a pipe to the process broke, as a sentence for users.
     *
     * @throws InterruptedException if the owner was interrupted: then that is the reason
     */
    ChildFailure failure() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
            stop();
        }
        words.await();
        ChildFailure failure = stalled
                ? ChildFailure.stalled(role, patience.toSeconds())
                : ChildFailure.ended(role, process.exitValue(), words.tail());
        LOG.warn("{}; it said:{}", failure.getMessage(), words.tail());
        return failure;
    }

    /**
     * At once, because somebody waits for a cancelled job to end, and what it has written is thrown away. A signal only: closing the pipes first would wait for
     * a writer that waits for the process.
     */
    private void stop() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor(REAP_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends the process if it still runs. Afterwards there is none, also if the owner is interrupted meanwhile. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            stop();
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            interrupted = true;
        }
        try {
            process.getOutputStream().close();
            process.getInputStream().close();
        } catch (IOException e) {
            LOG.debug("{}: pipe closed late", role, e); // the process is gone: nothing is lost
        }
        if (interrupted) {
            owner.interrupt();
        }
    }
}
