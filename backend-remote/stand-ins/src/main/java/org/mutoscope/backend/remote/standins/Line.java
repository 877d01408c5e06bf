package org.mutoscope.backend.remote.standins;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A connection of a client, seen from the server. Used by one thread. */
final class Line implements AutoCloseable {
    private static final int LARGEST_BODY = 256 << 20;
    private static final int LARGEST_HEAD = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Line(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
        out = socket.getOutputStream();
    }

    /** The next request; null at the end of the connection. */
    Asked read() throws IOException {
        String first = head();
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ");
        if (words.length != 3) {
            throw new IOException("this is no request: " + first);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = head(); line != null && !line.isEmpty(); line = head()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return Asked.of(words[0], words[1], headers, body(headers));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int size = size(head(), 16); size > 0; size = size(head(), 16)) {
                all.write(exactly(size));
                head();
            }
            head();
            return all.toByteArray();
        }
        return exactly(size(headers.getOrDefault("content-length", "0"), 10));
    }

    private static int size(String text, int radix) throws IOException {
        try {
            int size = Integer.parseInt(text == null ? "" : text.split(";")[0].strip(), radix);
            if (size >= 0 && size <= LARGEST_BODY) {
                return size;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IOException("a body of " + text + " bytes");
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new IOException("the client left in the middle of its request");
        }
        return bytes;
    }

    private String head() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LARGEST_HEAD) {
                return null;
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Sends a whole answer, in one piece so that no client waits for a second packet. */
    void send(Answer answer) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(front(answer, answer.body().length));
        all.write(answer.body());
        out.write(all.toByteArray());
        out.flush();
    }

    /** Sends the head of an answer, with a length that need not be true. */
    void begin(Answer answer, long length) throws IOException {
        write(front(answer, length));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    InputStream input() {
        return in;
    }

    private static byte[] front(Answer answer, long length) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Paper\r\n");
        answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (answer.status() != 101 && answer.status() != 204) {
            head.append("Content-Length: " + length + "\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Ends the connection the hard way: the client reads a reset, no end. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
