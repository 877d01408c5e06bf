package org.mutoscope.jobs;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;

/**
 * What jobs cost at services, in the transactions that change the jobs: reserved with the hold, moved when another backend takes the job, settled with
 * its end, kept while it is in doubt. Costs nothing while no backend ever asked for money.
 */
final class Spending {
    private final Breakers breakers;
    private final AtomicBoolean active = new AtomicBoolean();

    Spending(Breakers breakers) {
        this.breakers = breakers;
    }

    /** What a failed attempt leaves open to the next. */
    enum Left {
        /** Nothing was paid: anybody may begin anew. */
        FREE,
        /** A service has begun: the same backend goes on. */
        BOUND,
        /** A service was paid for nothing: nobody begins anew. */
        PAID
    }

    /** Reads what an earlier process left. */
    void recall(Transaction tx) {
        active.set(CostTable.any(tx));
    }

    boolean active() {
        return active.get();
    }

    /** Reserves for a job that is about to be queued. @throws Problem {@code budget_spent} */
    void admit(Transaction tx, CostTable.Wish wish, Allowance allowance) {
        active.set(true);
        CostTable.reserve(tx, wish, allowance).ifPresent(period -> {
            throw spent(wish.backend(), period);
        });
    }

    /** A backend and what it may spend. */
    record Payer(String backend, Allowance allowance) {}

    static Problem spent(String backend, String period) {
        return new Problem(
                Code.BUDGET_SPENT,
                "The backend " + backend + " has spent what it may in "
                        + (period.length() > 7 ? "this day" : "this month")
                        + ", and no other can make this clip now. Nothing was charged. Try again when the next begins, or another model.",
                "model",
                null);
    }

    /** Whether so much may be reserved now; reserves nothing. @return the period that has not enough left */
    static Optional<String> lacks(Transaction tx, Payer payer, UpstreamCost cost) {
        if (!cost.currency().equals(UpstreamCost.USD) || !payer.allowance.limited()) {
            return Optional.empty();
        }
        String day = BucketTable.day(tx.now());
        return java.util.stream.Stream.of(day, day.substring(0, 7))
                .filter(period -> payer.allowance.of(period) >= 0)
                .filter(period -> {
                    BucketTable.Bucket bucket = BucketTable.find(tx, payer.backend, period);
                    return bucket.spent() + bucket.reserved() + cost.micros() > payer.allowance.of(period);
                })
                .findFirst();
    }

    /** Tells the outside, once in each period, that a budget does not go further. */
    static void tell(Transaction tx, String backend, String period) {
        if (BucketTable.tell(tx, backend, period)) {
            event(tx, "backend.budget_spent", backend, "\"period\":\"" + period + "\"");
        }
    }

    /**
     * Brings a job's reservation to the backend that is about to make it.
     *
     * @param cost what that one takes; empty for nothing
     * @param goesOn whether it has a ticket of its own: then its service was asked before, and nothing is reserved anew
     * @return the period that has not enough left: then the transaction must be undone
     */
    Optional<String> move(Transaction tx, CostTable.Wish wish, Allowance allowance, boolean goesOn) {
        if (!active() && wish.cost() == null) {
            return Optional.empty();
        }
        active.set(true);
        Optional<CostTable.Cost> open = CostTable.open(tx, wish.jobId());
        boolean own = open.isPresent()
                && ofPart(tx, open.get()); // else it is for the parts that come: its service has said its last word
        if (goesOn || (own && fits(tx, open.get(), wish))) {
            open.filter(row -> own)
                    .ifPresent(row -> CostTable.attempt(
                            tx,
                            row,
                            wish,
                            goesOn
                                    ? row.estimate()
                                    : Math.max(row.estimate(), wish.cost().micros())));
            return Optional.empty();
        }
        open.ifPresent(row -> close(tx, row));
        if (wish.cost() == null) {
            return Optional.empty();
        }
        return CostTable.reserve(tx, wish, allowance);
    }

    /** Whether a row is about the part that is being made. */
    private static boolean ofPart(Transaction tx, CostTable.Cost row) {
        return row.partsLeft() == 0
                || row.partsLeft()
                        == Parts.find(tx, row.jobId()).map(Parts.Place::left).orElse(0);
    }

    private static boolean fits(Transaction tx, CostTable.Cost row, CostTable.Wish wish) {
        return wish.cost() != null
                && row.backend().equals(wish.backend())
                && row.currency().equals(wish.cost().currency())
                && row.day().equals(BucketTable.day(tx.now()))
                && row.reserved() >= wish.cost().micros();
    }

    /** A backend says what it was charged. */
    void said(Transaction tx, CostTable.Wish wish, Allowance allowance, boolean last) {
        active.set(true);
        long micros = wish.cost().micros();
        Optional<CostTable.Cost> known = CostTable.last(tx, wish.jobId(), wish.backend());
        boolean same =
                known.isPresent() && known.get().currency().equals(wish.cost().currency());
        if (known.isPresent() && !same && known.get().open()) {
            CostTable.to(tx, known.get(), "RELEASED", 0, 0); // what was reserved ahead was in another currency, too
        }
        CostTable.Cost row = same
                ? known.get()
                : CostTable.unforeseen(
                        tx,
                        new CostTable.Wish(
                                wish.jobId(),
                                wish.attempt(),
                                wish.backend(),
                                wish.model(),
                                new UpstreamCost(0, wish.cost().currency())));
        if (last || !row.open()) {
            settle(tx, row, micros);
        } else {
            CostTable.to(tx, row, row.state(), Math.max(row.estimate(), micros) + row.ahead(), micros);
        }
        if (micros > row.estimate() && (same || allowance.limited()) && CostTable.mismatch(tx, row)) {
            mismatch(tx, row, micros);
        }
    }

    /** What is reserved for the parts that come stays reserved. */
    private static void settle(Transaction tx, CostTable.Cost row, long micros) {
        CostTable.to(tx, row, "SETTLED", 0, micros);
        if (row.ahead() > 0 && row.partsLeft() > 1) {
            CostTable.carry(tx, row);
        }
    }

    /** Somebody else than a backend took money for a job, or for none: nothing was reserved for it, and it is nobody's budget. */
    void paid(Transaction tx, CostTable.Wish wish) {
        active.set(true);
        CostTable.spent(tx, wish);
    }

    /** More was taken than was said: booked, told, and the model gets no more jobs until somebody has looked. */
    private void mismatch(Transaction tx, CostTable.Cost row, long micros) {
        event(
                tx,
                "backend.cost_mismatch",
                row.backend(),
                "\"model\":\"" + row.model() + "\",\"job\":\"" + row.jobId() + "\",\"currency\":\"" + row.currency()
                        + "\",\"estimate_micros\":" + row.estimate() + ",\"cost_micros\":" + micros);
        String reason = "it took " + micros + " micros " + row.currency() + " for " + row.jobId()
                + ", and had said at most " + row.estimate();
        try {
            tx.update(
                    "insert into upstream_stop (backend, model, reason, at) values (?, ?, ?, ?)",
                    row.backend(),
                    row.model(),
                    reason,
                    tx.now());
        } catch (DuplicateKey e) {
            return; // stopped before
        }
        tx.afterCommit(() -> breakers.stop(row.backend(), row.model()));
    }

    /** What an attempt that failed leaves. @param said whether the backend itself said so @param ticket whether it left a note of its own */
    Left left(Transaction tx, Grip grip, boolean said, boolean ticket) {
        if (!active()) {
            return Left.FREE;
        }
        Optional<CostTable.Cost> row = CostTable.last(tx, grip.jobId(), grip.backendId());
        if (row.isEmpty()) {
            return Left.FREE;
        }
        boolean paid = row.get().spent() > 0;
        if (!said && ticket) {
            return Left.BOUND;
        }
        return paid ? Left.PAID : Left.FREE;
    }

    /** Whether a backend has money in a job. */
    boolean metered(Transaction tx, String jobId, String backendId) {
        return active() && CostTable.last(tx, jobId, backendId).isPresent();
    }

    /** A job is completed: what was said, and where the last word is missing at least what was expected. */
    void completed(Transaction tx, String jobId) {
        if (active()) {
            CostTable.open(tx, jobId)
                    .ifPresent(row -> CostTable.to(tx, row, "SETTLED", 0, Math.max(row.spent(), row.estimate())));
        }
    }

    /** A part of a job is made, and no longer one of those that are left. */
    void made(Transaction tx, String jobId) {
        if (active()) {
            int left = Parts.find(tx, jobId).map(Parts.Place::left).orElse(0);
            CostTable.open(tx, jobId)
                    .filter(row -> row.partsLeft() == left + 1)
                    .ifPresent(row -> settle(tx, row, Math.max(row.spent(), row.estimate())));
        }
    }

    /** A job has ended without a clip. @param doubtful whether its service may go on, and charge */
    void ended(Transaction tx, String jobId, boolean doubtful) {
        if (active()) {
            CostTable.open(tx, jobId).ifPresent(row -> {
                if (doubtful && row.asked() > 0) {
                    CostTable.to(tx, row, "IN_DOUBT", row.asked(), row.spent()); // what was to come does not
                } else {
                    close(tx, row);
                }
            });
        }
    }

    /** It is not known whether the service of a job goes on. */
    void inDoubt(Transaction tx, String jobId) {
        if (active()) {
            CostTable.open(tx, jobId).ifPresent(row -> CostTable.to(tx, row, "IN_DOUBT", row.reserved(), row.spent()));
        }
    }

    /** A doubt has lasted too long: what was expected counts as spent. */
    void writtenOff(Transaction tx, String jobId) {
        completed(tx, jobId);
    }

    private static void close(Transaction tx, CostTable.Cost row) {
        CostTable.to(tx, row, row.spent() > 0 ? "SETTLED" : "RELEASED", 0, row.spent());
    }

    private static void event(Transaction tx, String topic, String backend, String more) {
        tx.update(
                "insert into outbox (at, topic, subject, account_id, body) values (?, ?, ?, ?, ?)",
                tx.now(),
                topic,
                backend,
                null,
                "{\"backend\":\"" + backend + "\",\"topic\":\"" + topic + "\"," + more + "}");
    }
}
