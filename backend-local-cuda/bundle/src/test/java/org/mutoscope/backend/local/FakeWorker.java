package org.mutoscope.backend.local;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageReader;
import org.mutoscope.worker.wire.MessageType;
import org.mutoscope.worker.wire.MessageWriter;

/** A worker that misbehaves in the way its argument names. Runs as a process of its own. */
public final class FakeWorker {
    private static final int FRAME_BYTES = 32 * 48 * 3;

    private final String mode;
    private final OutputStream raw = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    private final MessageWriter out = new MessageWriter(raw);

    private FakeWorker(String mode) {
        this.mode = mode;
    }

    public static void main(String[] arguments) throws Exception {
        new FakeWorker(arguments[0]).run();
    }

    private void run() throws Exception {
        if (mode.startsWith("waits-for=")) {
            Path gate = Path.of(mode.substring("waits-for=".length()));
            while (!Files.exists(gate)) {
                LockSupport.parkNanos(20_000_000);
            }
        }
        switch (mode) {
            case "never-starts" -> System.exit(7);
            case "never-speaks" -> new CountDownLatch(1).await();
            case "prints-first" -> print("Picked up JAVA_TOOL_OPTIONS\n");
            case "offers-nothing" -> greet(false, 1);
            case "other-protocol" -> greet(true, 2);
            default -> greet(true, 1);
        }
        if (mode.equals("chatters")) {
            out.write(Message.frame(0, ByteBuffer.allocate(FRAME_BYTES)));
        }
        MessageReader in = new MessageReader(new FileInputStream(FileDescriptor.in));
        for (Optional<Message> message = in.next(); message.isPresent(); message = in.next()) {
            handle(message.get());
        }
    }

    private void greet(boolean offer, int protocol) throws IOException {
        Fields hello = new Fields().put("protocol", protocol);
        for (String key : List.of("worker", "onnxruntime", "provider", "device", "reason")) {
            hello.put(key, "fake");
        }
        out.write(Message.of(MessageType.HELLO, hello));
        if (offer) {
            out.write(Message.of(
                    MessageType.OFFER,
                    new Fields()
                            .put("id", "tiny-good")
                            .put("title", "Fake")
                            .put("licence", "none")
                            .put("tasks", "text-to-video")
                            .put("sizes", "32x48")
                            .put("seconds", "1")
                            .put("frames_per_second", 8)
                            .put("frame_ms", 1)));
        }
        // As one that reads large files does.
        progress("start");
        out.write(Message.bare(MessageType.READY));
    }

    private void progress(String phase) throws IOException {
        out.write(
                Message.of(MessageType.PROGRESS, new Fields().put("fraction", 0).put("phase", phase)));
    }

    private void handle(Message message) throws Exception {
        if (message.type() == MessageType.PING) {
            out.write(Message.bare(MessageType.PONG));
        } else if (message.type() == MessageType.RENDER) {
            render();
        }
        // CANCEL is never heard.
    }

    private void render() throws Exception {
        switch (mode) {
            case "opens-for-ever" -> progress("open");
            case "opens-and-falls-silent" -> {
                progress("open");
                progress("text");
            }
            case "prints" -> print("free(): invalid pointer\n");
            case "cuts" -> {
                print("MUT1\u0013\u0000\u0000");
                System.exit(0);
            }
            case "exits" -> System.exit(7);
            case "sends-wild-length" -> print("MUT1\u0013\u007f\u007f\u007f\u007f");
            case "sends-short-frame" -> out.write(Message.frame(0, ByteBuffer.allocate(FRAME_BYTES - 1)));
            case "sends-frame-without-number" -> out.write(new Message(MessageType.FRAME, new byte[3]));
            case "skips-a-frame" -> out.write(Message.frame(1, ByteBuffer.allocate(FRAME_BYTES)));
            case "is-done-too-early" -> out.write(Message.of(MessageType.DONE, new Fields()));
            case "says-hello-again" -> greet(true, 1);
            case "fails-without-code" -> out.write(Message.of(MessageType.FAILED, new Fields()));
            case "sends-too-many" -> {
                for (int i = 0; i < 9; i++) {
                    out.write(Message.frame(i, ByteBuffer.allocate(FRAME_BYTES)));
                }
                out.write(Message.of(MessageType.DONE, new Fields()));
            }
            case "refuses" -> out.write(Message.of(
                    MessageType.REFUSED, new Fields().put("code", "not_today").put("message", "ask tomorrow")));
            default -> {
                // "is-silent": answers pings and does nothing.
            }
        }
    }

    private void print(String text) throws IOException {
        raw.write(text.getBytes(StandardCharsets.ISO_8859_1));
        raw.flush();
    }
}
