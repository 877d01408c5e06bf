package org.mutoscope.backend.local;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.mutoscope.worker.wire.GarbledException;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageReader;
import org.mutoscope.worker.wire.MessageType;
import org.mutoscope.worker.wire.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker process from start to end. Its messages are heard by a thread of its own; {@link #watch} is called now and then and ends a process that
 * hangs. Thread-safe; one thread at a time holds the conversation ({@link #order}, {@link #take}, {@link #abandon}).
 */
final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private final String name;
    private final Settings.Patience patience;
    private final ChildProcess process;
    private final Inbox inbox = new Inbox();
    private final Pulse pulse;

    private WorkerProcess(String name, Settings.Patience patience, ChildProcess process) {
        this.name = name;
        this.patience = patience;
        this.process = process;
        this.pulse = new Pulse(patience);
    }

    /** Starts the process and the threads that listen to it. @param seat its number, from 1 */
    static WorkerProcess start(Settings settings, int seat) throws WorkerFault {
        ChildProcess process = ChildProcess.start(settings, seat);
        WorkerProcess worker = new WorkerProcess("worker-" + seat, settings.patience(), process);
        worker.listen("messages", worker::hear);
        worker.listen("log", new WorkerLog(worker.name, process.log()));
        return worker;
    }

    /** Waits until the worker is ready. @throws WorkerFault if it ends before, or is silent for too long; then it is ended */
    Greeting greeting() throws InterruptedException, WorkerFault {
        try {
            return Greeting.listen(inbox::take, patience.start())
                    .orElseThrow(() -> kill(WorkerFault.unstartable("the worker made no progress for "
                            + patience.start().toSeconds()
                            + " s while it started; raise start.seconds if its models are large")));
        } catch (GarbledException e) {
            throw kill(WorkerFault.garbled(e.getMessage()));
        }
    }

    /** Begins a render: its messages follow by {@link #take} up to DONE, REFUSED or FAILED. */
    void order(Message render) throws InterruptedException, WorkerFault {
        pulse.enter(Pulse.Phase.RENDERING);
        send(render);
    }

    /** Waits for the next message of the render. @throws WorkerFault if the process ended or was ended */
    Message take() throws InterruptedException, WorkerFault {
        return inbox.take();
    }

    /**
     * Gives up the running render: when this returns, the worker is idle or its process is being ended.
     *
     * @throws InterruptedException if interrupted while waiting; then the process is being ended
     */
    void abandon() throws InterruptedException {
        long deadline = System.nanoTime() + patience.cancel().toNanos();
        boolean idle = false;
        try {
            send(Message.bare(MessageType.CANCEL));
            Optional<Message> message;
            do {
                message = inbox.take(Duration.ofNanos(deadline - System.nanoTime()));
                idle = message.isPresent() && isLast(message.get().type());
            } while (message.isPresent() && !idle && System.nanoTime() < deadline);
        } catch (WorkerFault e) {
            LOG.debug("{} ended while its render was given up", name, e);
        } finally {
            if (!idle) {
                kill(WorkerFault.hung(
                        "the worker did not stop within " + patience.cancel().toMillis() + " ms of a cancel"));
            }
        }
    }

    /** Ends the process at once. Its listeners hear the reason, unless it ended before. @return the reason */
    WorkerFault kill(WorkerFault reason) {
        inbox.close(reason);
        process.kill();
        return reason;
    }

    /** Lets it go while it is idle: whoever waits for its end hears of it and closes it. */
    void retire() {
        inbox.close(WorkerFault.renewed());
    }

    /** Whether it can be given work. */
    boolean alive() {
        return inbox.end().isEmpty();
    }

    /** Process id. */
    long pid() {
        return process.pid();
    }

    /** Waits until the process ended or was ended. */
    WorkerFault awaitEnd() throws InterruptedException {
        return inbox.awaitEnd();
    }

    /** Looks after it: ends the process if it was silent for too long, else asks for a sign of life. Never blocks. */
    void watch() {
        if (inbox.full()) {
            // The platform is behind and not listening; what it did not read cannot be held against the worker.
            pulse.progress();
        }
        Optional<WorkerFault> hung = pulse.hung();
        if (hung.isPresent()) {
            kill(hung.get());
        } else if (alive()) {
            ping();
        }
    }

    private void ping() {
        try {
            process.sendIfFree(Message.bare(MessageType.PING), pulse::ask);
        } catch (IOException e) {
            LOG.debug("{} cannot be asked; its end will be noticed by the thread that listens", name, e);
        }
    }

    private void send(Message message) throws InterruptedException, WorkerFault {
        try {
            process.send(message);
        } catch (IOException e) {
            // The pipe breaks only when the process ends; the listening thread learns how.
            throw inbox.awaitEnd();
        }
    }

    private void listen(String what, Runnable listener) {
        Thread thread = new Thread(listener, "mutoscope-" + name + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void hear() {
        try {
            MessageReader reader = new MessageReader(process.output());
            for (Optional<Message> message = reader.next(); message.isPresent(); message = reader.next()) {
                hear(message.get());
            }
        } catch (GarbledException e) {
            kill(WorkerFault.garbled(e.getMessage()));
        } catch (IOException | InterruptedException e) {
            LOG.debug("{} can no longer be heard", name, e);
        }
        inbox.close(process.ending());
    }

    private void hear(Message message) throws GarbledException, InterruptedException {
        if (message.type() == MessageType.PONG) {
            pulse.alive();
            return;
        }
        switch (pulse.phase()) {
            case SILENT -> pulse.enter(Pulse.Phase.GREETING);
            case IDLE -> throw new GarbledException(message.type() + " without a request");
            case GREETING -> pulse.progress();
            case OPENING, RENDERING -> pulse.enter(opens(message) ? Pulse.Phase.OPENING : Pulse.Phase.RENDERING);
        }
        if (isLast(message.type())) {
            pulse.enter(Pulse.Phase.IDLE);
        }
        inbox.put(message);
    }

    private static boolean opens(Message message) throws GarbledException {
        return message.type() == MessageType.PROGRESS
                && message.fields().text("phase").equals(Phase.OPEN);
    }

    private static boolean isLast(MessageType type) {
        return switch (type) {
            case READY, DONE, REFUSED, FAILED -> true;
            default -> false;
        };
    }

    /** Ends the process, politely first, and removes its folder. Takes at most a few seconds; may be called again. */
    @Override
    public void close() {
        inbox.close(WorkerFault.stopped());
        process.close();
    }
}
