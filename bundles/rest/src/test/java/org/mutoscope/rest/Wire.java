package org.mutoscope.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds multipart bodies byte for byte as the official SDKs were recorded to send them. */
final class Wire {
    static final String BOUNDARY = "----formdata-undici-0123456789";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A text part as Node and Python send it: without a content type. */
    Wire text(String name, String value) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text part as Java sends it. */
    Wire javaText(String name, String value) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: text/plain; charset=utf-8",
                value.getBytes(StandardCharsets.UTF_8));
    }

    /** A file part as Java sends it from a stream, and its reference objects: no file name. */
    Wire javaStream(String name, byte[] content) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: application/octet-stream",
                content);
    }

    /** A file part as Node and Python send it. */
    Wire file(String name, String filename, byte[] content) {
        return part(
                "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + filename
                        + "\"\r\nContent-Type: image/png",
                content);
    }

    Wire part(String head, byte[] content) {
        raw("--" + BOUNDARY + "\r\n" + head + "\r\n\r\n");
        bytes.writeBytes(content);
        return raw("\r\n");
    }

    Wire raw(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    byte[] end() {
        return raw("--" + BOUNDARY + "--\r\n").bytes.toByteArray();
    }

    byte[] unended() {
        return bytes.toByteArray();
    }
}
