package org.mutoscope.billing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads stores' histories, so that a notice that never came is made good: every hour what happened since the last time, every day all of
 * it. A reading goes the way of a notice's; an event that no notice had is counted.
 */
final class Histories implements Chore {
    private static final Logger LOG = LoggerFactory.getLogger(Histories.class);
    private static final Duration FULL_EVERY = Duration.ofHours(24);
    /** Stores' clocks and lists lag; what was read before is recognised. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    private static final int MOST_PAGES = 100_000;

    private final Desk desk;
    private final UnitOfWork storage;
    private final Reaction reaction;
    private final Known known = new Known();

    Histories(Desk desk, Reaction reaction) {
        this.desk = desk;
        this.storage = desk.storage();
        this.reaction = reaction;
    }

    /** A stretch of history to be read. */
    private record Stretch(Instant since, Instant now, boolean full) {}

    @Override
    public boolean portion(String provider) throws PartnerFault, InterruptedException {
        if (desk.partners().histories().named(provider).isEmpty()) {
            return false;
        }
        Optional<Stretch> due = storage.read(tx -> known.find(tx, provider).flatMap(mark -> due(mark, tx.now())));
        if (due.isPresent()) {
            try {
                long missed = read(provider, due.get());
                Stretch stretch = due.get();
                storage.write(tx -> {
                    known.read(tx, provider, stretch.now, stretch.full ? stretch.now : null, missed);
                    return missed;
                });
            } catch (PartnerFault | Problem e) {
                storage.write(tx -> {
                    known.failed(tx, provider, "The history was not read: " + e.getMessage());
                    return provider;
                });
                throw e;
            }
        }
        return false;
    }

    private Optional<Stretch> due(Known.Mark mark, Instant now) {
        if (mark.failedAt() != null && mark.failedAt().plus(AFTER_FAILURE).isAfter(now)) {
            return Optional.empty();
        }
        if (mark.fullAt() == null || !mark.fullAt().plus(FULL_EVERY).isAfter(now)) {
            Duration back = Duration.ofDays(desk.settings().get().history_days());
            return Optional.of(new Stretch(now.minus(back), now, true));
        }
        Duration every = Duration.ofMinutes(desk.settings().get().history_minutes());
        return mark.readTo().plus(every).isAfter(now)
                ? Optional.empty()
                : Optional.of(new Stretch(mark.readTo().minus(OVERLAP), now, false));
    }

    private long read(String provider, Stretch stretch) throws PartnerFault, InterruptedException {
        long missed = 0;
        Optional<String> next = Optional.empty();
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            Optional<String> at = next;
            PurchaseHistory.Page page = desk.partners()
                    .ask(
                            desk.partners().histories(),
                            provider,
                            "changes",
                            (service, context) -> service.changes(stretch.since, at, context))
                    .orElseThrow(() -> new PartnerFault("history of " + provider + " gave no page", false, null));
            for (NoticeReading reading : page.changes()) {
                missed += take(provider, reading) ? 1 : 0;
            }
            if (page.next().isEmpty()) {
                if (missed > 0) {
                    LOG.warn("the history of provider {} told of {} events that no notice had", provider, missed);
                }
                return missed;
            }
            next = page.next();
        }
        throw new PartnerFault("history of " + provider + " has no end", false, null);
    }

    private boolean take(String provider, NoticeReading reading) {
        Reaction.Event event = new Reaction.Event(reading, Inbox.hash(reading.eventId()));
        try {
            return storage.write(tx -> reaction.take(tx, provider, event, false));
        } catch (Problem e) {
            if (e.code() != Code.LEDGER_CONFLICT && e.code() != Code.PURCHASE_REJECTED) {
                throw e;
            }
            LOG.error("ALARM the history of provider {} contradicts what is on record: {}", provider, e.getMessage());
            return false;
        }
    }
}
