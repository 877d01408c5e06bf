package org.mutoscope.revenue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares one run: asks the model, writes its whole answer down, and only then books, in batches. A crash before the answer is written asks again; after it
 * the answer stands, whatever the model would say by then, and what is booked is not booked again.
 */
final class RunSharing {
    private static final Logger LOG = LoggerFactory.getLogger(RunSharing.class);
    private static final int BATCH = 500;
    private static final int VERSION = 40;

    private final UnitOfWork storage;
    private final PoolModel model;
    private final Parking parking;
    private final RunBooking booking;

    RunSharing(UnitOfWork storage, PoolModel model, Parking parking, RunBooking booking) {
        this.storage = storage;
        this.model = model;
        this.parking = parking;
        this.booking = booking;
    }

    /** Goes on with a run from where it is. @param claims of its month on the pool by views */
    void share(RunTable.Line run, Claims claims) {
        if (run.run().state().equals("open") || run.run().state().equals("suspended")) {
            if (!allocate(run, claims)) {
                return;
            }
        }
        RunTable.Line now = storage.read(tx -> RunTable.find(tx, run.id())).orElseThrow();
        if (now.run().state().equals("allocated")) {
            booking.book(now);
        }
    }

    /** Read once for all currencies, and only if there is a pool by views. */
    @FunctionalInterface
    interface Claims {
        ViewClaims get() throws PoolModel.Waits;
    }

    /** @return whether there is an answer to book */
    private boolean allocate(RunTable.Line run, Claims claims) {
        try {
            PeriodFacts facts = facts(run, claims);
            if (run.run().pool().equals(RunTable.VIEWS)
                    && (facts.amount() == 0 || facts.weights().isEmpty())) {
                carry(run, run.run().micros() > 0 ? "Nobody has a claim." : "There is nothing to share.");
                return false;
            }
            PoolModel.Answered answered =
                    facts.amount() == 0 ? new PoolModel.Answered("mutoscope", Map.of()) : model.ask(facts);
            write(run, facts, answered);
            return true;
        } catch (PoolModel.Waits e) {
            LOG.warn("run {} of {} waits: {}", run.id(), run.period(), e.getMessage());
            storage.write(tx -> {
                parking.park(tx, run, e.getMessage());
                return null;
            });
            return false;
        }
    }

    private void carry(RunTable.Line run, String reason) {
        storage.write(tx -> {
            parking.back(tx, run);
            RunTable.carry(tx, run.id(), reason);
            return null;
        });
    }

    private PeriodFacts facts(RunTable.Line run, Claims claims) throws PoolModel.Waits {
        Map<String, Long> weights;
        List<PeriodFacts.Payer> payers = List.of();
        if (run.run().pool().equals(RunTable.VIEWS)) {
            ViewClaims all = claims.get();
            weights = all.weights();
            payers = all.payers(storage.read(
                    tx -> MonthMoney.payers(tx, run.period(), run.run().currency())));
        } else {
            weights = storage.read(tx -> ImportTable.claims(tx, run.run().cause()));
        }
        return new PoolFacts(
                run.period(),
                run.run().pool(),
                Math.max(0, run.run().micros()),
                run.run().currency(),
                run.run().cause(),
                weights,
                payers);
    }

    private void write(RunTable.Line run, PeriodFacts facts, PoolModel.Answered answered) {
        String by = answered.by();
        String version = by.length() > VERSION ? by.substring(by.length() - VERSION) : by;
        storage.write(tx -> {
            RunTable.clear(tx, run);
            return null;
        });
        Iterator<Map.Entry<String, Long>> parts = answered.parts().entrySet().iterator();
        while (parts.hasNext()) {
            List<RunTable.Answer> some = new ArrayList<>();
            while (parts.hasNext() && some.size() < BATCH) {
                Map.Entry<String, Long> part = parts.next();
                some.add(new RunTable.Answer(
                        version, part.getKey(), facts.weights().get(part.getKey()), part.getValue()));
            }
            storage.write(tx -> insert(tx, run, some));
        }
        storage.write(tx -> {
            parking.back(tx, run);
            RunTable.allocated(tx, run.id(), by);
            return null;
        });
    }

    private static Void insert(Transaction tx, RunTable.Line run, List<RunTable.Answer> some) {
        some.forEach(answer -> RunTable.answer(tx, run, answer));
        return null;
    }
}
