package org.mutoscope.core.views;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes down that somebody watches a clip. Whoever shows a clip asks for a token first, one for each time it is shown, and sends events with it. What is taken
 * down is never changed; what of it counts is decided later. No address is kept: of the network only a hash whose key is forgotten after two days. Safe for
 * use by several threads.
 */
@ProviderType
public interface Watch {
    /** Most events of one request. */
    int MOST_EVENTS = 32;

    /** What a player says. */
    enum Kind {
        /** It plays. */
        START,
        /** It still does. */
        BEAT,
        /** It has ended, or its page was left. */
        END
    }

    /**
     * Gives a token for one play.
     *
     * @throws org.mutoscope.core.problem.Problem {@code video_not_found}, {@code video_expired}; {@code video_not_ready} if it is not finished;
     *     {@code invalid_view} if the visitor's name makes no sense, {@code forbidden} if the site may not vouch
     */
    Token open(Visit visit);

    /**
     * Takes down events of one play, all or none. One that was sent before is taken as done, whatever it says now.
     *
     * @throws org.mutoscope.core.problem.Problem {@code invalid_view_token}, {@code invalid_view}
     */
    void note(Report report);

    /**
     * Somebody who is going to watch.
     *
     * @param jobId the video
     * @param account whose key asks, when the viewer is signed in with us; null for anybody else
     * @param site account of a site that may vouch and vouches for its visitor; null if none does
     * @param visitor what that site calls its visitor, 1 to 128 characters that stay the same; null without a site. Kept as a keyed hash
     */
    record Visit(String jobId, String account, String site, String visitor) {
        /** Somebody of whom nothing is known: views are noted and never count. */
        public static Visit unknown(String jobId) {
            return new Visit(jobId, null, null, null);
        }

        /** Somebody signed in. */
        public static Visit of(String account, String jobId) {
            return new Visit(jobId, account, null, null);
        }
    }

    /** A token. @param beatMillis how often a player says that it still plays */
    record Token(String token, Instant expiresAt, int beatMillis) {}

    /** Events of one play. @param network where they come from, never kept; may be empty */
    record Report(String token, String network, List<Event> events) {
        /** Copies the list. */
        public Report {
            events = List.copyOf(events);
        }
    }

    /**
     * An event.
     *
     * @param n 0 to 999: its number in the play; the start is 0
     * @param watchedMillis how long the clip was played so far while it could be seen, 0 to 86,400,000
     * @param visible whether it could be seen since the event before
     */
    record Event(int n, Kind kind, long watchedMillis, boolean visible) {}
}
