package org.mutoscope.views;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * What a token says: one play of one video by one viewer.
 *
 * @param play random, 22 letters
 * @param viewer id of the viewer; null if unknown
 * @param since since when the viewer's account is there; null if unknown
 * @param began when the token was given, whole milliseconds
 */
record Ticket(String play, String jobId, String viewer, Level level, Instant since, Instant began) {
    /** Cuts what a token does not carry. */
    Ticket {
        since = since == null ? null : since.truncatedTo(ChronoUnit.MILLIS);
        began = began.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The day it belongs to. */
    LocalDate day() {
        return began.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
