package org.mutoscope.review;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.review.Reviews.Decision;
import org.mutoscope.core.review.Said;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.House;

/** A creator, three reviewers and a desk. Its sweep is asked for, not awaited: tests run it. */
final class Town implements AutoCloseable {
    static final String WORDS = "a duck like no other \uD83E\uDD86";

    final House house;
    final Map<String, Object> settings = new HashMap<>();
    final AtomicLong names = new AtomicLong(1);
    final AuditBook audit = new AuditBook();
    final ReviewDesk desk;
    final Reviews reviews;
    final ReviewGate gate;
    final Caller ann;
    final Caller olga = reviewer("olga");
    final Caller otto = reviewer("otto");

    Town(House house) {
        this.house = house;
        settings.put("sweep_seconds", 30);
        ann = new Caller("prin_ann", house.account(), "ann", Set.of(Role.CREATOR));
        try {
            Path data = Files.createTempDirectory("mutoscope-review-");
            desk = new ReviewDesk(
                    new ReviewDesk.Outside(house.storage, audit, house.board(), names::get),
                    data,
                    () -> Configs.of(ReviewConfig.class, settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reviews = desk.reviews();
        gate = desk.gate();
    }

    private static Caller reviewer(String name) {
        return new Caller("prin_" + name, "acct_" + name, name, Set.of(Role.OPERATOR));
    }

    ReviewGate.Looked looked(String words) {
        return new ReviewGate.Looked(ann.accountId(), "prompt", words, List.of("rules (a@1)", "names (b@2)"));
    }

    /** An order that a person must look at, as the road queues it. @return id of the job */
    String order(String words, String kind) {
        NewJob plain = House.job(ann.accountId(), "m");
        NewJob job = new NewJob(
                plain.id(),
                plain.accountId(),
                plain.askedModel(),
                plain.model(),
                plain.task(),
                ReviewGate.HIDDEN,
                plain.seconds(),
                plain.size(),
                plain.renderedSize(),
                plain.seed(),
                plain.parameters(),
                plain.remarks(),
                Map.of(ReviewGate.REVIEW, "yes", "attribute", "Ann"),
                null,
                plain.credits());
        Finding finding = new Finding(kind, "duck", 2, 6, 700_000);
        List<Said> said = List.of(
                new Said("rules (a@1)", "may be a duck", List.of(finding)), new Said("names (b@2)", null, List.of()));
        house.storage.write(tx -> {
            house.ledger.hold(tx, new Ledger.HoldRequest(job.accountId(), job.id(), 10, "p1"), Duration.ofHours(1));
            house.board().enqueue(tx, job);
            gate.open(tx, new ReviewGate.Order(job.id(), looked(words), "personal", said));
            return null;
        });
        return job.id();
    }

    String order() {
        return order(WORDS, "duck");
    }

    Decision yes() {
        return new Decision(true, null, null, Map.of(), "harmless");
    }

    Decision no() {
        return new Decision(false, "deception", "It shows what never was.", Map.of(), "seen");
    }

    Reviews.Review decided(String jobId, Caller by, Decision decision) {
        reviews.claim(by, jobId);
        return reviews.decide(by, jobId, decision);
    }

    /** Moves the moments of an order into the past. */
    void past(String jobId, String column, Duration by) {
        house.storage.write(tx -> tx.update(
                "update review set " + column + " = ? where job_id = ?",
                tx.now().minus(by),
                jobId));
    }

    @Override
    public void close() {
        desk.close();
    }
}
