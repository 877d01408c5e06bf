package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What somebody sees who opens the address in a browser, and the description of the API. */
final class FrontResource {
    private final byte[] page = resource("front.html");
    private final byte[] description = resource("openapi.json");
    private final byte[] licence = resource("license.xml");

    /** A page that says what this is and where to go on. */
    Answer front(Ask ask) {
        return Answer.of(200).bytes(page, "text/html; charset=utf-8");
    }

    /** The OpenAPI 3.1 description of every route. */
    Answer description(Ask ask) {
        return Answer.of(200).bytes(description, Json.TYPE);
    }

    /** What crawlers may do with what they find here, in RSL 1.0: nothing of it is for training. */
    Answer licence(Ask ask) {
        return Answer.of(200).bytes(licence, "application/rsl+xml");
    }

    private static byte[] resource(String name) {
        try (InputStream in = FrontResource.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
