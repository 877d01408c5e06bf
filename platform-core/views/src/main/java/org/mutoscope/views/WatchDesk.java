package org.mutoscope.views;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.Watch;

/** Gives tokens and takes events down. Tokens are not kept: what they say is signed, and comes back with each event. */
final class WatchDesk implements Watch {
    private static final int LONGEST_VISITOR = 128;
    private static final long LONGEST_MS = 86_400_000;
    private static final int MOST_N = 999;

    private final UnitOfWork storage;
    private final KeyRing keys;
    private final Supplier<ViewsConfig> settings;

    WatchDesk(UnitOfWork storage, KeyRing keys, Supplier<ViewsConfig> settings) {
        this.storage = storage;
        this.keys = keys;
        this.settings = settings;
    }

    @Override
    public Token open(Visit visit) {
        requireVisit(visit);
        storage.read(tx -> Videos.finished(tx, visit.jobId()));
        ViewerTable.Viewer viewer = viewer(visit);
        Ticket ticket = new Ticket(
                Words.play(),
                visit.jobId(),
                viewer == null ? null : viewer.id(),
                level(visit),
                viewer == null ? null : viewer.since(),
                storage.read(Transaction::now));
        return new Token(
                Tokens.write(ticket, keys.of(ticket.day())),
                ticket.began().plus(life()),
                settings.get().beat_seconds() * 1_000);
    }

    private Duration life() {
        return Duration.ofMinutes(settings.get().token_minutes());
    }

    private static Level level(Visit visit) {
        if (visit.account() != null) {
            return Level.SIGNED_IN;
        }
        return visit.site() != null ? Level.ATTESTED : Level.UNKNOWN;
    }

    private void requireVisit(Visit visit) {
        String name = visit.visitor();
        boolean site = visit.site() != null;
        if (site != (name != null) || (site && visit.account() != null)) {
            throw new Problem(
                    Code.INVALID_VIEW, "\"visitor\" is what a site that vouches for it calls it.", "visitor", null);
        }
        if (site && !List.of(settings.get().sites()).contains(visit.site())) {
            throw new Problem(
                    Code.FORBIDDEN,
                    "This account may not vouch for visitors. The operator names those that may in \"sites\" of"
                            + " org.mutoscope.views.cfg.",
                    "visitor",
                    null);
        }
        if (site && (name.isBlank() || name.length() > LONGEST_VISITOR || !Words.plain(name))) {
            throw new Problem(
                    Code.INVALID_VIEW,
                    "\"visitor\" has 1 to " + LONGEST_VISITOR + " characters on one line.",
                    "visitor",
                    null);
        }
    }

    /** @return null if nothing is known of it */
    private ViewerTable.Viewer viewer(Visit visit) {
        if (visit.account() != null) {
            String account = visit.account();
            return storage.read(tx -> ViewerTable.ofAccount(tx, account))
                    .orElseGet(() -> storage.write(tx -> ViewerTable.addAccount(tx, account)));
        }
        if (visit.site() == null) {
            return null;
        }
        String tag = HexFormat.of().formatHex(keys.visitors().mac("visitor", visit.site() + '\n' + visit.visitor()));
        return storage.read(tx -> ViewerTable.ofTag(tx, tag))
                .orElseGet(() -> storage.write(tx -> ViewerTable.addTag(tx, tag)));
    }

    @Override
    public void note(Report report) {
        report.events().forEach(WatchDesk::require);
        if (report.events().isEmpty() || report.events().size() > MOST_EVENTS) {
            throw bad("events", "Send 1 to " + MOST_EVENTS + " events at once.");
        }
        Ticket ticket = Tokens.read(report.token(), day -> keys.find(day).orElse(null));
        String network = Optional.ofNullable(report.network())
                .filter(address -> !address.isEmpty())
                .flatMap(address -> keys.find(ticket.day()).map(secret -> secret.hash("network", address)))
                .orElse("");
        Instant end = ticket.began().plus(life());
        storage.write(tx -> {
            if (tx.now().isAfter(end)) {
                throw Tokens.bad();
            }
            report.events().forEach(event -> EventTable.add(tx, ticket, event, network));
            return null;
        });
    }

    private static void require(Event event) {
        if (event.n() < 0 || event.n() > MOST_N) {
            throw bad("n", "\"n\" is from 0 to " + MOST_N + ".");
        }
        if (event.kind() == null || (event.n() == 0) != (event.kind() == Kind.START)) {
            throw bad("kind", "\"kind\" is start for the event with \"n\" 0, and beat or end for each other.");
        }
        if (event.watchedMillis() < 0 || event.watchedMillis() > LONGEST_MS) {
            throw bad("watched_ms", "\"watched_ms\" is from 0 to " + LONGEST_MS + ".");
        }
    }

    private static Problem bad(String param, String message) {
        return new Problem(Code.INVALID_VIEW, message, param, null);
    }
}
