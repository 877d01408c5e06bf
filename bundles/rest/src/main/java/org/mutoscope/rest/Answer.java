package org.mutoscope.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What is answered: status, headers and at most one kind of body. */
final class Answer {
    private static final byte[] NOTHING = {};

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] bytes = NOTHING;
    private InputStream file;
    private long length;
    private Consumer<AsyncContext> events;
    private Written written;

    private Answer(int status) {
        this.status = status;
    }

    static Answer of(int status) {
        return new Answer(status);
    }

    static Answer json(Object value) {
        return of(200).json(value, Json.TYPE);
    }

    Answer json(Object value, String type) {
        return bytes(Json.bytes(value), type);
    }

    Answer bytes(byte[] content, String type) {
        bytes = content;
        return with("content-type", type);
    }

    /** So many bytes of a file, which is closed in any case. */
    Answer file(InputStream content, long count, String type) {
        file = content;
        length = count;
        return with("content-type", type);
    }

    /** A stream that stays open when the request's thread has gone. @param opened gets what it is written to */
    Answer events(Consumer<AsyncContext> opened) {
        events = opened;
        return with("content-type", "text/event-stream; charset=utf-8");
    }

    /** Writes a body whose length nobody knows before. */
    interface Written {
        /** Writes it; what is thrown before the first bytes have left becomes an error answer. */
        void to(OutputStream out) throws IOException;
    }

    /** A body that is made while it is sent; the client sees it break off if making it fails. */
    Answer written(Written body) {
        written = body;
        return this;
    }

    Answer with(String name, Object value) {
        headers.put(name, String.valueOf(value));
        return this;
    }

    int status() {
        return status;
    }

    /** Sends it; head and body leave together if it is small. */
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean bodiless = request.getMethod().equals("HEAD") || status == 204 || status == 304;
        response.setStatus(status);
        headers.forEach(response::setHeader);
        try (InputStream content = file) {
            if (events != null) {
                follow(request, response, bodiless);
                return;
            }
            if (written != null) {
                if (!bodiless) {
                    written.to(response.getOutputStream());
                    response.getOutputStream().close();
                }
                return;
            }
            if (status != 204 && status != 304) {
                response.setContentLengthLong(content == null ? bytes.length : length);
            }
            if (bodiless) {
                return;
            }
            OutputStream out = response.getOutputStream();
            if (content == null) {
                out.write(bytes);
            } else {
                copy(content, out);
            }
            out.close();
        }
    }

    private void follow(HttpServletRequest request, HttpServletResponse response, boolean bodiless) throws IOException {
        if (bodiless) {
            return;
        }
        response.flushBuffer();
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        events.accept(context);
    }

    private void copy(InputStream content, OutputStream out) throws IOException {
        byte[] buffer = new byte[65_536];
        long left = length;
        while (left > 0) {
            int got = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
                throw new Truncated();
            }
            out.write(buffer, 0, got);
            left -= got;
        }
    }

    /** The store is damaged; the client sees the connection break off, since its length was announced. */
    static final class Truncated extends IOException {
        private static final long serialVersionUID = 1L;

        Truncated() {
            super("a file of the store is shorter than its record says");
        }
    }
}
