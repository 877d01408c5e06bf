package org.mutoscope.billing;

import java.time.Instant;
import java.util.stream.Stream;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.StoreSignal;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;

/**
 * What follows from a reading, whether a notice or a store's history brought it. Each purchase and each signal is a transaction of its own,
 * and the event is noted last: a crash in between repeats some of them, which changes nothing, since all of them are absolute.
 */
final class Reaction {
    private static final String SEEN = "select state from ext_event where provider = ? and env = ? and event_id = ?";
    private static final String NOTE =
            "insert into ext_event (provider, env, event_id, type, signed_at, received_at, state, payload_hash)"
                    + " values (?, ?, ?, ?, ?, ?, 'DONE', ?)";

    private final UnitOfWork storage;
    private final Booker booker;
    private final Signals signals;
    private final Periods periods;

    Reaction(UnitOfWork storage, Booker booker, Signals signals, Periods periods) {
        this.storage = storage;
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

    boolean seen(String provider, NoticeReading reading) {
        return storage.read(tx -> !tx.query(SEEN, row -> 1, provider, environment(reading), reading.eventId())
                .isEmpty());
    }

    /** Does what follows. Again is harmless. */
    void follow(String provider, NoticeReading reading) {
        reading.purchases().forEach(fact -> storage.write(tx -> booker.take(tx, provider, Told.of(fact), null)));
        reading.periods().forEach(period -> storage.write(tx -> booker.take(tx, provider, Told.of(period), null)));
        reading.signals()
                .forEach(signal -> storage.write(tx -> {
                    if (signal instanceof StoreSignal.PlanUntil until) {
                        periods.take(tx, provider, until);
                    } else {
                        signals.take(tx, provider, signal);
                    }
                    return signal;
                }));
    }

    /** Notes that an event was dealt with; its next delivery is recognised. */
    void note(Transaction tx, String provider, NoticeReading reading, String hash) {
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
