package org.mutoscope.backend.remote.standins;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The server's side of a WebSocket (RFC 6455), as far as ComfyUI's events need it: texts and bytes go out, pings and the end come in. */
final class WebSocket {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int SHORT = 125;

    private final Line line;

    WebSocket(Line line) {
        this.line = line;
    }

    /** The answer that turns a connection into a WebSocket. */
    static Answer accept(Asked asked) {
        try {
            String key = asked.header("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            byte[] sum = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII));
            return Answer.empty(101)
                    .with("Upgrade", "websocket")
                    .with("Connection", "Upgrade")
                    .with("Sec-WebSocket-Accept", Base64.getEncoder().encodeToString(sum));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    void text(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void binary(byte[] bytes) throws IOException {
        frame(BINARY, bytes);
    }

    private void frame(int kind, byte[] bytes) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | kind);
        // The shortest way to write a length is the only one allowed.
        if (bytes.length <= SHORT) {
            frame.write(bytes.length);
        } else if (bytes.length <= 0xffff) {
            frame.write(126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) bytes.length).array());
        } else {
            frame.write(127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(bytes.length).array());
        }
        frame.writeBytes(bytes);
        line.write(frame.toByteArray());
    }

    /** Reads what has come, without waiting for more. @return false once the client has ended the connection */
    boolean open() throws IOException {
        InputStream in = line.input();
        while (in.available() > 0) {
            int kind = in.read() & 0x0f;
            int size = in.read() & 0x7f;
            byte[] rest = in.readNBytes(
                    4 + (size <= SHORT ? size : 0)); // a mask, then the few bytes that control frames have
            for (int i = 4; i < rest.length; i++) {
                rest[i] ^= rest[(i - 4) % 4];
            }
            if (kind == CLOSE || size > SHORT) {
                frame(CLOSE, new byte[0]);
                return false;
            } else if (kind == PING) {
                frame(PONG, Arrays.copyOfRange(rest, 4, rest.length));
            }
        }
        return true;
    }
}
