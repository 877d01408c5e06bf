package org.mutoscope.backend.remote.standins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A service, as far as it differs from the others. Called under the lock of its stand-in. */
interface Service {
    /** Name on the command line and in the log. */
    String name();

    /**
     * Which of its routes this is: {@code submit}, {@code status}, {@code result}, {@code content}, {@code cancel}, {@code list},
     * {@code upload}, or a word of its own.
     */
    String route(Asked asked);

    /** What it says. */
    Answer answer(Asked asked, Desk desk);

    /** An error in its own shape. @param status HTTP status @param code a word that says which */
    Answer error(int status, String code, String message);

    /** What the link of an output says that has expired. */
    default Answer expired() {
        return new Answer(
                403,
                Map.of("Content-Type", "application/xml"),
                "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Takes over the connection after an answer of status 101. */
    default void upgraded(Asked asked, Line line, Desk desk) throws IOException {
        line.close();
    }
}
