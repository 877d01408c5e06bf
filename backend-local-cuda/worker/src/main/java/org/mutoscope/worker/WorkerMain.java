package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.mutoscope.worker.device.Device;
import org.mutoscope.worker.device.InferenceRuntime;
import org.mutoscope.worker.device.WorkerOptions;
import org.mutoscope.worker.model.PackageProblem;
import org.mutoscope.worker.render.Announcer;
import org.mutoscope.worker.render.OpenModel;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.ExitCode;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageType;
import org.mutoscope.worker.wire.MessageWriter;

/** The worker process. Started by the platform, never by people; {@link WorkerOptions} names its arguments. */
public final class WorkerMain {
    private static final int PROTOCOL = 1;

    private final WorkerOptions options;
    private final MessageWriter out;
    private final CommandReader commands;
    private ModelShelf shelf;

    private WorkerMain(WorkerOptions options, MessageWriter out, CommandReader commands) {
        this.options = options;
        this.out = out;
        this.commands = commands;
    }

    /** Runs until standard input ends. The main thread is the one and only inference thread. */
    public static void main(String[] arguments) {
        // Messages own the real standard output; whoever prints goes to the log instead.
        MessageWriter out = new MessageWriter(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        int code = ExitCode.FAULT;
        try {
            WorkerOptions options = WorkerOptions.parse(arguments);
            watch(options.parent());
            CommandReader commands = new CommandReader(new FileInputStream(FileDescriptor.in), out);
            new WorkerMain(options, out, commands).run();
        } catch (OutOfMemoryError e) {
            System.err.println("ERROR out of memory: " + e.getMessage());
            code = ExitCode.OUT_OF_MEMORY;
        } catch (IOException e) {
            System.err.println("ERROR the platform no longer listens: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            System.err.println("ERROR " + e.getMessage());
        } catch (InterruptedException | OrtException | RuntimeException | LinkageError e) {
            System.err.println("ERROR the worker cannot go on: " + e);
            e.printStackTrace();
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    /** A second rope: standard input ends with the platform, unless some other child of it inherited the pipe. */
    private static void watch(long parent) {
        if (parent > 0) {
            ProcessHandle.of(parent)
                    .ifPresentOrElse(
                            process -> process.onExit()
                                    .thenRun(() -> Runtime.getRuntime().halt(ExitCode.LET_GO)),
                            () -> Runtime.getRuntime().halt(ExitCode.LET_GO));
        }
    }

    private void run() throws IOException, InterruptedException, OrtException {
        InferenceRuntime runtime = new InferenceRuntime(options);
        hello(runtime);
        Thread reader = new Thread(commands, "commands");
        reader.setDaemon(true);
        reader.start();
        shelf = new ModelShelf(runtime);
        if (runtime.device().usable()) {
            shelf.load(options.models(), new Findings());
        }
        out.write(Message.bare(MessageType.READY));
        while (true) {
            answer(commands.next());
        }
    }

    private void hello(InferenceRuntime runtime) throws IOException {
        Device device = runtime.device();
        String version = WorkerMain.class.getPackage().getImplementationVersion();
        out.write(Message.of(
                MessageType.HELLO,
                new Fields()
                        .put("protocol", PROTOCOL)
                        .put("worker", version == null ? "development" : version)
                        .put("onnxruntime", runtime.version())
                        .put("pid", ProcessHandle.current().pid())
                        .put("provider", device.provider())
                        .put("device", device.name())
                        .put("threads", options.threads())
                        .put("reason", device.reason())));
    }

    private void answer(RenderTask task) throws IOException, OrtException {
        Message last;
        try {
            last = RenderAnswer.to(() -> render(task));
        } finally {
            task.cancellation().close();
        }
        commands.finished();
        out.write(last);
    }

    private Fields render(RenderTask task) throws RenderProblem, IOException, OrtException {
        long start = System.nanoTime();
        RenderSink sink = RenderTask.sink(out);
        OpenModel model = shelf.model(task.order().model(), sink, task.cancellation());
        long opened = System.nanoTime();
        return model.render(task.order(), sink, task.cancellation()).put("open_ms", (opened - start) / 1_000_000);
    }

    private final class Findings implements ModelShelf.Listener {
        private final Announcer announcer = new Announcer(RenderTask.sink(out), "start");

        @Override
        public void alive() {
            announcer.alive();
        }

        @Override
        public void offer(Fields fields) throws IOException {
            out.write(Message.of(MessageType.OFFER, fields));
        }

        @Override
        public void problem(Path folder, PackageProblem problem) throws IOException {
            out.write(Message.of(
                    MessageType.PROBLEM,
                    new Fields()
                            .put("folder", folder.toString())
                            .put("code", problem.code())
                            .put("message", String.valueOf(problem.getMessage()))));
        }
    }
}
