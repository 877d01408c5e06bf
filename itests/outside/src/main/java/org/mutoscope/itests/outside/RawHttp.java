package org.mutoscope.itests.outside;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** HTTP as no client library would send it: bytes on a connection. */
final class RawHttp {
    static final String BOUNDARY = "7d1b";
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int STATUS_FROM = 9;

    private final URI server;
    private final String key;

    RawHttp(Http account) {
        this.server = URI.create(account.url);
        this.key = account.key;
    }

    /** What came back; status 0 if the server hung up without a word. */
    record Answer(int status, String text) {
        String code() {
            return text.replaceAll("(?s).*\"code\":\"([a-z_]+)\".*", "$1");
        }
    }

    /** A body that is sent piece by piece. */
    interface Sender {
        void send(OutputStream out) throws IOException;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Posts to {@code /v1/videos}. */
    Answer post(String contentType, byte[] body) throws Exception {
        return send("POST /v1/videos", "Content-Type: " + contentType, body.length, out -> out.write(body));
    }

    Answer get(String target) throws Exception {
        return send("GET " + target, "Accept: application/json", 0, out -> {});
    }

    /** @param length what Content-Length says, whatever is sent */
    Answer send(String line, String header, long length, Sender body) throws Exception {
        byte[] head = utf8(line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + key + "\r\n" + header
                + "\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n");
        return raw(out -> {
            out.write(head);
            body.send(out);
        });
    }

    /** Sends bytes as they are; reads while it sends, since an answer may come first. */
    Answer raw(Sender all) throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            Thread sender = new Thread(() -> {
                try {
                    all.send(socket.getOutputStream());
                    socket.shutdownOutput();
                } catch (IOException e) {
                    // The server has answered and takes no more.
                }
            });
            sender.start();
            String text = read(socket.getInputStream());
            boolean answered = text.startsWith("HTTP/1.1 ");
            return new Answer(answered ? Integer.parseInt(text.substring(STATUS_FROM, STATUS_FROM + 3)) : 0, text);
        }
    }

    private static String read(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        try {
            for (int got = in.read(some); got >= 0; got = in.read(some)) {
                all.write(some, 0, got);
            }
        } catch (IOException e) {
            // Hung up: what has come until then counts.
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
