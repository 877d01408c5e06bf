package org.mutoscope.billing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the notices of one provider read, in the order in which they came, and does what follows. */
final class Reading implements Chore {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final int PORTION = 25;

    private final Desk desk;
    private final UnitOfWork storage;
    private final Inbox inbox;
    private final Reaction reaction;

    Reading(Desk desk, Inbox inbox, Reaction reaction) {
        this.desk = desk;
        this.storage = desk.storage();
        this.inbox = inbox;
        this.reaction = reaction;
    }

    /** A notice as it came. */
    private record Came(Inbox.Item item, ProviderNotice notice) {}

    /** What a provider made of a notice: one of the last two is null. */
    private record Read(Inbox.Item item, NoticeReading reading, String refused) {}

    @Override
    public boolean portion(String provider) throws PartnerFault, InterruptedException {
        List<Came> due = storage.read(tx -> inbox.due(tx, provider, PORTION).stream()
                .map(item -> new Came(item, inbox.open(tx, item)))
                .toList());
        List<Read> read = new ArrayList<>();
        try {
            for (Came one : due) {
                if (desk.partners().providers().named(provider).isEmpty()) {
                    storage.write(tx -> inbox.absent(tx, provider));
                    return false;
                }
                read(provider, one).ifPresent(read::add);
            }
        } finally {
            settle(provider, read);
        }
        return due.size() == PORTION;
    }

    /** @return empty if nothing can be made of it now; the inbox knows */
    private Optional<Read> read(String provider, Came one) throws PartnerFault, InterruptedException {
        try {
            // Empty also if the provider has just gone: the next portion finds that.
            return desk.partners().ask(desk.partners().providers(), provider, "interpret", (service, context) -> {
                try {
                    NoticeReading reading = service.interpret(one.notice, context);
                    return new Read(one.item, reading, reading == null ? "" : null);
                } catch (NoticeRefused e) {
                    return new Read(one.item, null, Texts.cut(String.valueOf(e.getMessage()), 400));
                }
            });
        } catch (PartnerFault e) {
            wait(one.item, "The provider failed: " + e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            conclude(provider, one.item, e);
            return Optional.empty();
        }
    }

    /**
     * What follows from all of them in one transaction, since a commit costs more than what is in it; if one of them cannot be dealt with,
     * each alone.
     */
    private void settle(String provider, List<Read> all) {
        List<Runnable> alarms = new ArrayList<>();
        try {
            storage.write(tx -> {
                alarms.clear();
                all.forEach(one -> end(tx, provider, one, alarms));
                return provider;
            });
        } catch (RuntimeException together) {
            alarms.clear();
            all.forEach(one -> alone(provider, one, alarms));
        }
        alarms.forEach(Runnable::run);
    }

    private void alone(String provider, Read one, List<Runnable> alarms) {
        try {
            storage.write(tx -> {
                end(tx, provider, one, alarms);
                return provider;
            });
        } catch (RuntimeException e) {
            conclude(provider, one.item, e);
        }
    }

    private void end(Transaction tx, String provider, Read one, List<Runnable> alarms) {
        NoticeReading reading = one.reading;
        if (reading == null && one.refused.isEmpty()) {
            wait(tx, one.item, "The provider gave no reading.");
        } else if (reading == null) {
            inbox.end(tx, one.item, new Inbox.End(Notices.State.REFUSED, null, null, null, one.refused, null));
        } else {
            Reaction.Event event = new Reaction.Event(reading, one.item.hash());
            boolean first = reaction.take(tx, provider, event, one.item.replayed());
            Notices.State state = reading.recognised() ? Notices.State.DONE : Notices.State.UNKNOWN_TYPE;
            if (!reading.recognised()) {
                alarms.add(() -> alarm(provider, one.item, reading));
            }
            String note = first ? null : "This event was delivered before.";
            String type = Texts.cut(reading.type(), 48);
            inbox.end(
                    tx,
                    one.item,
                    new Inbox.End(state, Reaction.environment(reading), reading.eventId(), type, note, null));
        }
    }

    private static void alarm(String provider, Inbox.Item item, NoticeReading reading) {
        LOG.error(
                "ALARM provider {} sent a notice of a type that it does not know: notice {}, type {}",
                provider,
                item.shown().id(),
                Texts.shown(reading.type()));
    }

    private void conclude(String provider, Inbox.Item item, RuntimeException fault) {
        if (fault instanceof Problem problem) {
            conclude(provider, item, problem);
        } else {
            LOG.error(
                    "ALARM notice {} of provider {} cannot be dealt with",
                    item.shown().id(),
                    provider,
                    fault);
            wait(item, "Mutoscope failed: " + fault);
        }
    }

    /** A contradiction stays one however often it is read; everything else may pass. */
    private void conclude(String provider, Inbox.Item item, Problem problem) {
        if (problem.code() == Code.LEDGER_CONFLICT || problem.code() == Code.PURCHASE_REJECTED) {
            LOG.error(
                    "ALARM notice {} of provider {} contradicts what is on record: {}",
                    item.shown().id(),
                    provider,
                    problem.getMessage());
            end(item, new Inbox.End(Notices.State.REFUSED, null, null, null, problem.getMessage(), null));
        } else if (problem.code() == Code.STORAGE_UNAVAILABLE || problem.code() == Code.DISK_FULL) {
            throw problem; // nothing can be written now, not even that
        } else {
            wait(item, problem.getMessage());
        }
    }

    private void wait(Inbox.Item item, String why) {
        storage.write(tx -> {
            wait(tx, item, why);
            return why;
        });
    }

    private void wait(Transaction tx, Inbox.Item item, String why) {
        inbox.end(
                tx,
                item,
                new Inbox.End(
                        Notices.State.WAITING,
                        null,
                        null,
                        null,
                        why,
                        desk.retry(tx, item.shown().attempts() + 1L)));
    }

    private void end(Inbox.Item item, Inbox.End end) {
        storage.write(tx -> {
            inbox.end(tx, item, end);
            return end;
        });
    }
}
