package org.mutoscope.backend.remote.wire;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A form as {@code multipart/form-data} (RFC 7578). Text parts carry no content type, as those of OpenAI's own libraries. Not thread-safe. */
public final class Multipart {
    private final String boundary = "mutoscope-" + UUID.randomUUID();
    private final List<BodyPublisher> parts = new ArrayList<>();

    /** Adds a text. @param name a constant of ours, never a user's text */
    public Multipart text(String name, String value) {
        add("Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value);
        return this;
    }

    /**
     * Adds a file, which is streamed.
     *
     * @param called its name for the service, a constant of ours
     * @param type its media type
     * @throws FileNotFoundException if it is not there
     */
    public Multipart file(String name, String called, Path file, String type) throws FileNotFoundException {
        add("Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + called + "\"\r\nContent-Type: "
                + type + "\r\n\r\n");
        parts.add(BodyPublishers.ofFile(file));
        return this;
    }

    private void add(String head) {
        String before = parts.isEmpty() ? "" : "\r\n";
        parts.add(bytes(before + "--" + boundary + "\r\n" + head));
    }

    String type() {
        return "multipart/form-data; boundary=" + boundary;
    }

    BodyPublisher publisher() {
        List<BodyPublisher> all = new ArrayList<>(parts);
        all.add(bytes("\r\n--" + boundary + "--\r\n"));
        return BodyPublishers.concat(all.toArray(new BodyPublisher[0]));
    }

    private static BodyPublisher bytes(String text) {
        return BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_8));
    }
}
