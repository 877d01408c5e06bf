package org.mutoscope.views;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One play of one video with what its player said, in any order. */
final class Play {
    private final Ticket ticket;
    private final List<Said> said = new ArrayList<>(4);

    /** An event. @param at when it came */
    record Said(int n, long watchedMillis, boolean visible, Instant at, String network) {}

    Play(Ticket ticket) {
        this.ticket = ticket;
    }

    Ticket ticket() {
        return ticket;
    }

    Play add(Said event) {
        said.add(event);
        return this;
    }

    /** Where the first event came from; empty if that is not known. */
    String network() {
        return inOrder().get(0).network();
    }

    /** How long it was really watched: what was said while it could be seen, and never more than has passed since its token was given. */
    long watchedMillis() {
        long claimed = 0;
        long watched = 0;
        for (Said event : inOrder()) {
            if (event.visible()) {
                watched += Math.max(0, event.watchedMillis() - claimed);
            }
            claimed = Math.max(claimed, event.watchedMillis());
            watched = Math.min(watched, passed(event));
        }
        return watched;
    }

    /** Whether it says that more was watched than time had passed. */
    boolean impossible() {
        return said.stream().anyMatch(event -> event.watchedMillis() > passed(event) + Rules.SLACK_MS);
    }

    private long passed(Said event) {
        return Math.max(0, Duration.between(ticket.began(), event.at()).toMillis());
    }

    private List<Said> inOrder() {
        said.sort(Comparator.comparingInt(Said::n));
        return said;
    }
}
