package org.mutoscope.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.storage.Transaction;

/**
 * Who earns from a clip. Partner code must not run inside a transaction, so the shares are worked out just before, from what the capture
 * would take, and written with it. For now they are written as notes and an outbox row; postings to holders' accounts come with the
 * rights work.
 */
final class Earnings {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final Kinds kinds;
    private final Admission.Counter counter;
    private final JobBoard board;

    Earnings(Kinds kinds, Admission.Counter counter, JobBoard board) {
        this.kinds = kinds;
        this.counter = counter;
        this.board = board;
    }

    /** Shares as the models worked them out. @param expected what the capture was expected to take; null without a model */
    record Split(Ledger.Captured expected, List<Part> parts) {}

    /** What one model said. @param fault why its amount waits in suspense, or null */
    record Part(String by, List<Share> shares, String fault) {}

    private record Facts(String jobId, String accountId, long credits, long paidCredits, List<LicenceFee> fees)
            implements CaptureFacts {}

    /** Carries what a capture would take out of a transaction that is undone. */
    private static final class Preview extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Ledger.Captured captured;

        Preview(Ledger.Captured captured) {
            super("only a look", null, false, false);
            this.captured = captured;
        }
    }

    Split split(Trip trip) throws InterruptedException {
        List<Offered<CaptureShare>> models = kinds.shares().newest();
        if (models.isEmpty()) {
            return new Split(null, List.of());
        }
        Ledger.Captured captured = preview(trip.job().id(), trip.due);
        Facts facts = new Facts(
                trip.job().id(),
                trip.job().accountId(),
                captured.credits(),
                captured.fromPaid(),
                Licensed.fees(trip.job().obligations()));
        long left = captured.credits();
        List<Part> parts = new ArrayList<>();
        for (Offered<CaptureShare> model : models) {
            Part part = ask(model, facts, left);
            left -= part.shares.stream().mapToLong(Share::amount).sum();
            parts.add(part);
        }
        return new Split(captured, parts);
    }

    private Ledger.Captured preview(String jobId, long credits) {
        try {
            return counter.storage().write(tx -> {
                throw new Preview(counter.ledger().capture(tx, jobId, credits));
            });
        } catch (Preview e) {
            return e.captured;
        }
    }

    private Part ask(Offered<CaptureShare> model, Facts facts, long left) throws InterruptedException {
        Optional<Leased<CaptureShare>> lease = model.lease();
        if (lease.isEmpty()) {
            return new Part(Used.by(model), List.of(), "it went away");
        }
        try (Leased<CaptureShare> leased = lease.get()) {
            List<Share> shares = List.copyOf(kinds.calls().call(leased, "split", DEADLINE, s -> s.split(facts)));
            long sum = shares.stream().mapToLong(Share::amount).reduce(0, Math::addExact);
            return sum <= left
                    ? new Part(Used.by(model), shares, null)
                    : new Part(Used.by(model), List.of(), "it shared " + sum + " credits where " + left + " were left");
        } catch (PartnerFault e) {
            return new Part(Used.by(model), List.of(), e.getMessage());
        } catch (ArithmeticException | NullPointerException e) {
            return new Part(Used.by(model), List.of(), "its shares make no sense: " + e);
        }
    }

    void book(Transaction tx, Trip trip, Split split, Ledger.Captured captured) {
        String id = trip.job().id();
        if (split.parts.isEmpty()) {
            board.note(
                    tx,
                    id,
                    "revenue",
                    "revenue models: none installed; all " + captured.credits() + " credits stay with the platform");
            return;
        }
        boolean stands = captured.equals(split.expected);
        for (Part part : split.parts) {
            if (part.fault != null || !stands) {
                board.note(
                        tx,
                        id,
                        "suspense",
                        part.by + ": " + (stands ? part.fault : "the capture took other lots than expected"));
            } else {
                book(tx, trip, part);
            }
        }
    }

    private void book(Transaction tx, Trip trip, Part part) {
        StringBuilder body =
                new StringBuilder("{\"model\":").append(Json.text(part.by)).append(",\"shares\":[");
        for (Share share : part.shares) {
            body.append(body.charAt(body.length() - 1) == '[' ? "" : ",")
                    .append("{\"holder\":")
                    .append(Json.text(share.holder()))
                    .append(",\"credits\":")
                    .append(share.amount())
                    .append(",\"reason\":")
                    .append(Json.text(share.reason()))
                    .append('}');
        }
        body.append("]}");
        board.note(tx, trip.job().id(), "shared", part.by + ": " + part.shares.size() + " shares");
        tx.update(
                "insert into outbox (at, topic, subject, account_id, body) values (?, ?, ?, ?, ?)",
                tx.now(),
                "capture.shared",
                trip.job().id(),
                trip.job().accountId(),
                Texts.cut(body.toString(), 20_000));
    }
}
