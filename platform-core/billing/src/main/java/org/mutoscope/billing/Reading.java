package org.mutoscope.billing;

import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Notices;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the notices of one provider read, in the order in which they came, and does what follows. */
final class Reading implements Chore {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
    private static final int PORTION = 20;

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

    /** What a provider made of a notice: one of the two is null. */
    private record Read(NoticeReading reading, String refused) {}

    @Override
    public boolean portion(String provider) throws PartnerFault, InterruptedException {
        List<Inbox.Item> due = storage.read(tx -> inbox.due(tx, provider, PORTION));
        for (Inbox.Item item : due) {
            if (desk.partners().providers().named(provider).isEmpty()) {
                storage.write(tx -> inbox.absent(tx, provider));
                return false;
            }
            read(provider, item);
        }
        return due.size() == PORTION;
    }

    private void read(String provider, Inbox.Item item) throws PartnerFault, InterruptedException {
        try {
            ProviderNotice notice = storage.read(tx -> inbox.open(tx, item));
            Optional<Read> read = desk.partners()
                    .ask(desk.partners().providers(), provider, "interpret", (service, context) -> {
                        try {
                            return new Read(service.interpret(notice, context), null);
                        } catch (NoticeRefused e) {
                            return new Read(null, Texts.cut(e.getMessage(), 400));
                        }
                    });
            if (read.isPresent()) {
                follow(provider, item, read.get());
            } // else it has just gone: the next portion finds that
        } catch (PartnerFault e) {
            wait(item, "The provider failed: " + e.getMessage());
            throw e;
        } catch (Problem e) {
            conclude(provider, item, e);
        } catch (RuntimeException e) {
            LOG.error(
                    "ALARM notice {} of provider {} cannot be dealt with",
                    item.shown().id(),
                    provider,
                    e);
            wait(item, "Mutoscope failed: " + e);
        }
    }

    private void follow(String provider, Inbox.Item item, Read read) {
        NoticeReading reading = read.reading;
        if (read.refused != null) {
            end(item, new Inbox.End(Notices.State.REFUSED, null, null, null, read.refused, null));
        } else if (reading == null) {
            wait(item, "The provider gave no reading.");
        } else {
            String env = Reaction.environment(reading);
            boolean again = !item.replayed() && reaction.seen(provider, reading);
            if (!again) {
                reaction.follow(provider, reading);
            }
            Notices.State state = reading.recognised() ? Notices.State.DONE : Notices.State.UNKNOWN_TYPE;
            if (!reading.recognised()) {
                LOG.error(
                        "ALARM provider {} sent a notice of a type that it does not know: notice {}, type {}",
                        provider,
                        item.shown().id(),
                        Texts.shown(reading.type()));
            }
            String note = again ? "This event was delivered before." : null;
            storage.write(tx -> {
                reaction.note(tx, provider, reading, item.hash());
                inbox.end(
                        tx,
                        item,
                        new Inbox.End(state, env, reading.eventId(), Texts.cut(reading.type(), 48), note, null));
                return state;
            });
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
            return why;
        });
    }

    private void end(Inbox.Item item, Inbox.End end) {
        storage.write(tx -> {
            inbox.end(tx, item, end);
            return end;
        });
    }
}
