package org.mutoscope.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.observe.Meters;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Shares;
import org.mutoscope.core.storage.Transaction;

/** The one transaction at the end: state, assets, capture, shares, outbox. Either the clip is there and paid, or neither. */
final class Settlement {
    private static final List<String> STAGES = List.of(
            "backend.text_ms",
            "backend.denoise_ms",
            "backend.decode_ms",
            "backend.deliver_ms",
            "render_ms",
            "encode_ms",
            "stills_ms",
            "store_ms");

    private final Admission.Counter counter;
    private final JobBoard board;
    private final Supplier<Shares> shares;
    private final Licensing licensing;
    private final Bill bill;
    private final Supplier<Meters> meters;
    private final Durable durable;
    private final Drafts drafts;

    /** @param meters answers null while nobody counts */
    Settlement(Admission.Counter counter, JobBoard board, Income income, Supplier<Meters> meters) {
        this.counter = counter;
        this.board = board;
        this.shares = income.shares;
        this.licensing = income.licensing;
        this.bill = new Bill(counter.prices());
        this.meters = meters;
        this.durable = new Durable(counter.storage());
        this.drafts = new Drafts(counter.storage(), board, income.licensing);
    }

    /** Who earns from a clip: by the licences it uses, and by the revenue models. @param shares answers null while revenue is not there */
    record Income(Supplier<Shares> shares, Licensing licensing) {}

    /** Settles what was made, or keeps it as a draft where a holder wants to see it first. */
    void settleOrWait(Trip trip) throws Detour, InterruptedException {
        long due = bill.due(trip.job(), trip.came);
        facts(trip);
        String story = due < trip.job().credits() ? less(trip, due) : null;
        Drafts.Draft draft = new Drafts.Draft(due, story, Map.copyOf(trip.facts()));
        drafts.keep(trip, draft);
        settle(trip, draft);
    }

    /** Settles a clip whose draft is released. @return whether there is one */
    boolean release(Trip trip) throws Detour, InterruptedException {
        Optional<Drafts.Draft> draft = drafts.of(trip);
        if (draft.isPresent()) {
            draft.get().facts().forEach(trip::fact);
            settle(trip, draft.get());
        }
        return draft.isPresent();
    }

    private void settle(Trip trip, Drafts.Draft draft) throws Detour, InterruptedException {
        long begun = System.nanoTime();
        trip.attempt.progress(0.99, "settle");
        trip.due = draft.due();
        trip.story = draft.story();
        durable.write(trip, tx -> settle(tx, trip));
        trip.over("settle", begun);
        count(trip);
    }

    private void count(Trip trip) {
        Meters counting = meters.get();
        if (counting != null) {
            counting.clip(trip.job().model(), trip.due, stages(trip.facts()));
        }
    }

    /** Milliseconds of each stage, as far as they were told; a fact of the model begins with {@code backend.} and may be anything. */
    private static Map<String, Long> stages(Map<String, String> facts) {
        Map<String, Long> stages = new LinkedHashMap<>();
        for (String stage : STAGES) {
            String told = facts.getOrDefault(stage, "");
            if (told.matches("[0-9]{1,12}")) {
                stages.put(stage.replace("backend.", "").replace("_ms", ""), Long.valueOf(told));
            }
        }
        return stages;
    }

    private static String timings(Map<String, String> facts) {
        return stages(facts).entrySet().stream()
                .map(stage -> stage.getKey() + " " + stage.getValue() + " ms")
                .collect(Collectors.joining(", "));
    }

    private static String less(Trip trip, long due) {
        return due + " of " + trip.job().credits() + " credits: " + trip.came.seconds() + " of "
                + trip.job().seconds() + " s came" + (trip.came.sound() ? ", with sound" : "")
                + ", made by " + trip.job().model();
    }

    private static void facts(Trip trip) {
        boolean asked = trip.job().seed() != Seeds.of(trip.job().id());
        trip.fact("seed", String.valueOf(trip.job().seed()));
        trip.fact("seed_from", asked ? "request" : "job id");
        trip.fact("size", trip.clip.size().toString());
    }

    /** @throws Problem {@code storage_unavailable} if there are fees and nobody to take note of them: nothing is lost, the settlement is tried again */
    private void earned(Transaction tx, Trip trip, Ledger.Captured captured) {
        Shares there = shares.get();
        List<LicenceFee> fees = Licensed.fees(trip.job().obligations());
        if (there != null) {
            there.captured(tx, new Shares.Clip(trip.job().id(), trip.job().accountId(), captured.credits(), fees));
        } else if (!fees.isEmpty()) {
            throw new Problem(
                    Code.STORAGE_UNAVAILABLE,
                    "The bundle org.mutoscope.revenue is not there to note what holders earned.");
        } else {
            board.note(tx, trip.job().id(), "revenue", "revenue: not installed; nothing is shared");
        }
    }

    private boolean settle(Transaction tx, Trip trip) {
        String id = trip.job().id();
        Instant expires = tx.now().plus(Duration.ofDays(counter.settings().get().asset_days()));
        if (!trip.attempt.complete(tx, trip.due, expires, trip.facts())) {
            return false;
        }
        for (Trip.Asset asset : trip.assets) {
            Inputs.record(tx, id, asset);
        }
        ShotTable.cut(tx, id);
        Ledger.Captured captured = counter.ledger().capture(tx, id, trip.due);
        licensing.earned(tx, trip.job().obligations(), id);
        earned(tx, trip, captured);
        Drafts.gone(tx, id);
        if (trip.story != null) {
            board.note(tx, id, "charged", trip.story);
        }
        board.note(tx, id, "timings", timings(trip.facts()));
        board.note(tx, id, "provenance", trip.facts().getOrDefault("provenance", "not yet marked"));
        return true;
    }
}
