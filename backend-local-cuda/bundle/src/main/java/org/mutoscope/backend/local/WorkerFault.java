package org.mutoscope.backend.local;

import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.worker.wire.ExitCode;

/**
 * What went wrong with a worker process. Each costs the running job one attempt; the process is gone and another is started.
 *
 * <table>
 * <caption>Faults</caption>
 * <tr><th>code</th><th>seen as</th></tr>
 * <tr><td>{@code worker_died}</td><td>its output ended: it exited, crashed or was killed</td></tr>
 * <tr><td>{@code worker_hung}</td><td>no sign of life, or no progress, for the configured time; or no answer to a cancel</td></tr>
 * <tr><td>{@code worker_garbled}</td><td>something on the pipe that the protocol does not know</td></tr>
 * <tr><td>{@code out_of_memory}</td><td>exit code {@link ExitCode#OUT_OF_MEMORY}</td></tr>
 * <tr><td>{@code worker_unstartable}</td><td>the program could not be started or did not become ready in time</td></tr>
 * <tr><td>{@code worker_renewed}</td><td>none: it was idle and is replaced by one that reads the changed model folders</td></tr>
 * <tr><td>{@code backend_stopped}</td><td>the bundle is being stopped</td></tr>
 * </table>
 */
final class WorkerFault extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int KILLED = 128 + 9;

    private final String code;

    WorkerFault(String code, String message) {
        super(message);
        this.code = code;
    }

    static WorkerFault hung(String message) {
        return new WorkerFault("worker_hung", message);
    }

    static WorkerFault garbled(String message) {
        return new WorkerFault("worker_garbled", "the worker broke the protocol: " + message);
    }

    static WorkerFault unstartable(String message) {
        return new WorkerFault("worker_unstartable", message);
    }

    static WorkerFault stopped() {
        return new WorkerFault("backend_stopped", "the local backend was stopped");
    }

    static WorkerFault renewed() {
        return new WorkerFault("worker_renewed", "the model folders have changed");
    }

    /** The process ended by itself. */
    static WorkerFault exited(int exitCode) {
        if (exitCode == ExitCode.OUT_OF_MEMORY) {
            return new WorkerFault(
                    "out_of_memory",
                    "the worker ran out of memory; raise worker.heap.mb, offer a smaller model or run fewer workers");
        }
        String hint = exitCode == KILLED
                ? "; it was killed, perhaps by the system for want of memory (see dmesg)"
                : "; its last words are in the log";
        return new WorkerFault("worker_died", "the worker ended with exit code " + exitCode + hint);
    }

    String code() {
        return code;
    }

    /** The same as an outcome: the next attempt gets a fresh process, so it may succeed. */
    RenderOutcome outcome() {
        String message = getMessage();
        return new RenderOutcome.Failed(code, message.length() > 500 ? message.substring(0, 500) : message, true);
    }
}
