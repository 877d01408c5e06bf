package org.mutoscope.billing;

import java.time.Instant;
import java.util.stream.Stream;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/**
 * What follows from a reading, whether a notice or a store's history brought it, in the caller's transaction: all of it and the note that it
 * was dealt with, or nothing.
 */
final class Reaction {
    private static final String SEEN = "select state from ext_event where provider = ? and env = ? and event_id = ?";
    private static final String NOTE =
            "insert into ext_event (provider, env, event_id, type, signed_at, received_at, state, payload_hash)"
                    + " values (?, ?, ?, ?, ?, ?, 'DONE', ?)";

    private final Booker booker;
    private final Signals signals;
    private final Periods periods;

    Reaction(Booker booker, Signals signals, Periods periods) {
        this.booker = booker;
        this.signals = signals;
        this.periods = periods;
    }

    /** Where a reading belongs; a notice that says nothing of consequence counts as production. */
    static String environment(NoticeReading reading) {
        return Stream.of(
                        reading.purchases().stream().map(fact -> fact.environment()),
                        reading.periods().stream()
                                .map(period -> period.purchase().environment()),
                        reading.signals().stream().map(StoreSignal::environment))
                .flatMap(all -> all)
                .findFirst()
                .orElse("production");
    }

    /**
     * Does what follows and notes the event, unless it was dealt with before. Again is harmless.
     *
     * @param replayed whether to do it again though it was dealt with
     * @return false if it was dealt with before
     */
    boolean take(Transaction tx, String provider, Event event, boolean replayed) {
        NoticeReading reading = event.reading;
        boolean again = !replayed
                && !tx.query(SEEN, row -> 1, provider, environment(reading), reading.eventId())
                        .isEmpty();
        if (!again) {
            reading.purchases().forEach(fact -> booker.take(tx, provider, Told.of(fact), null));
            reading.periods().forEach(period -> booker.take(tx, provider, Told.of(period), null));
            reading.signals().forEach(signal -> take(tx, provider, signal));
            note(tx, provider, reading, event.hash);
        }
        return !again;
    }

    /** @param hash of what brought it */
    record Event(NoticeReading reading, String hash) {}

    private void take(Transaction tx, String provider, StoreSignal signal) {
        if (signal instanceof StoreSignal.PlanUntil until) {
            periods.take(tx, provider, until);
        } else {
            signals.take(tx, provider, signal);
        }
    }

    /** Notes that an event was dealt with; its next delivery is recognised. */
    private static void note(Transaction tx, String provider, NoticeReading reading, String hash) {
        Instant signed = reading.purchases().stream()
                .map(fact -> fact.signedAt())
                .max(Instant::compareTo)
                .orElse(null);
        try {
            tx.update(NOTE, provider, environment(reading), reading.eventId(), reading.type(), signed, tx.now(), hash);
        } catch (DuplicateKey replayed) {
            return; // noted before: a replay
        }
    }
}
