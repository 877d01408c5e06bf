package org.mutoscope.worker;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.wire.ExitCode;
import org.mutoscope.worker.wire.GarbledException;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageReader;
import org.mutoscope.worker.wire.MessageType;
import org.mutoscope.worker.wire.MessageWriter;

/** Listens to the platform, on a thread of its own, so that pings and cancels are heard while the inference thread computes. */
final class CommandReader implements Runnable {
    private final MessageReader in;
    private final MessageWriter out;
    private final LinkedBlockingQueue<RenderTask> orders = new LinkedBlockingQueue<>();
    private volatile RenderTask running;

    CommandReader(InputStream in, MessageWriter out) {
        this.in = new MessageReader(in);
        this.out = out;
    }

    /** Waits for the next order. For the inference thread. */
    RenderTask next() throws InterruptedException {
        return orders.take();
    }

    /** The render is over. To be called before the platform hears of it, which may order the next one at once. */
    void finished() {
        running = null;
    }

    @Override
    public void run() {
        int code = ExitCode.FAULT;
        try {
            for (Optional<Message> message = in.next(); message.isPresent(); message = in.next()) {
                handle(message.get());
            }
            code = ExitCode.LET_GO;
        } catch (GarbledException e) {
            System.err.println("ERROR the platform broke the protocol: " + e.getMessage());
            code = ExitCode.GARBLED;
        } catch (IOException | OrtException e) {
            System.err.println("ERROR the platform cannot be heard: " + e);
        } finally {
            // Not exit(): shutdown hooks could wait for the inference thread, which may be deep inside a long run.
            Runtime.getRuntime().halt(code);
        }
    }

    private void handle(Message message) throws IOException, OrtException {
        switch (message.type()) {
            case PING -> out.write(Message.bare(MessageType.PONG));
            case RENDER -> render(RenderOrder.of(message.fields()));
            case CANCEL -> cancel();
            default -> throw new GarbledException(message.type() + " is not for the worker");
        }
    }

    private void render(RenderOrder order) throws IOException, OrtException {
        if (running != null) {
            throw new GarbledException("RENDER while another render is running");
        }
        RenderTask task = new RenderTask(order, new Cancellation());
        running = task;
        orders.add(task);
    }

    private void cancel() {
        RenderTask task = running;
        if (task != null) {
            task.cancellation().cancel();
        }
    }
}
