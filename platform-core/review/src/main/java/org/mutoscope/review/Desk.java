package org.mutoscope.review;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.review.ReviewTable.Line;

/** The desk for those who sit at it. */
final class Desk implements Reviews {
    private static final int LOOKED_AT = 100;

    private final Office office;

    Desk(Office office) {
        this.office = office;
    }

    @Override
    public List<Review> list(Caller by, State state, int limit) {
        String account = Office.reviews(by) ? null : by.accountId();
        return office.storage().read(tx -> ReviewTable.list(tx, account, state, limit).stream()
                .map(line -> shown(tx, by, line))
                .toList());
    }

    @Override
    public Review show(Caller by, String jobId) {
        return office.storage()
                .read(tx -> ReviewTable.find(tx, jobId)
                        .filter(line -> Office.reviews(by) || line.accountId().equals(by.accountId()))
                        .map(line -> shown(tx, by, line)))
                .orElseThrow(() -> Office.absent(jobId));
    }

    @Override
    public Review claim(Caller by, String jobId) {
        Office.requireReviewer(by);
        return office.storage().write(tx -> jobId == null ? claimNext(tx, by) : claim(tx, by, jobId));
    }

    private Review claimNext(Transaction tx, Caller by) {
        for (String id : ReviewTable.free(tx, LOOKED_AT)) {
            Line line = ReviewTable.lock(tx, id).orElseThrow();
            if (line.waits()
                    && line.holder(tx.now()) == null
                    && hindrance(tx, by, line).isEmpty()) {
                return claim(tx, by, id);
            }
        }
        throw new Problem(Code.REVIEW_NOT_FOUND, "No order waits that you may look at.");
    }

    private Review claim(Transaction tx, Caller by, String jobId) {
        requireMine(tx, by, jobId);
        Instant until = tx.now().plus(Duration.ofMinutes(office.settings().get().claim_minutes()));
        ReviewTable.claim(tx, jobId, by.principalId(), until);
        office.audit(tx, by, "claim", jobId);
        return shown(tx, by, ReviewTable.find(tx, jobId).orElseThrow());
    }

    /** Waits, is nobody else's at this moment, and is one that this reviewer may decide about. */
    private Line requireMine(Transaction tx, Caller by, String jobId) {
        Line line = ReviewTable.lock(tx, jobId).orElseThrow(() -> Office.absent(jobId));
        if (!line.waits()) {
            throw new Problem(
                    Code.REVIEW_DECIDED,
                    "Nothing is left to decide: the order is "
                            + line.state().name().toLowerCase(java.util.Locale.ROOT) + ".");
        }
        hindrance(tx, by, line).ifPresent(why -> {
            throw new Problem(Code.REVIEW_NOT_YOURS, why);
        });
        String holder = line.holder(tx.now());
        if (holder != null && !holder.equals(by.principalId())) {
            throw new Problem(
                    Code.REVIEW_CLAIMED,
                    "Somebody else has it until " + line.claimedUntil() + ". Take another: mutoscope review claim");
        }
        return line;
    }

    private static Optional<String> hindrance(Transaction tx, Caller by, Line line) {
        boolean own = line.accountId().equals(by.accountId())
                || tx.first(
                                "select 1 one from membership where principal_id = ? and account_id = ?",
                                row -> true,
                                by.principalId(),
                                line.accountId())
                        .isPresent();
        if (own) {
            return Optional.of("Nobody decides about an order of an account of his own. Leave it to another reviewer.");
        }
        return line.state() == State.APPEALED && by.principalId().equals(line.firstBy())
                ? Optional.of("You refused it: an appeal is for another reviewer.")
                : Optional.empty();
    }

    @Override
    public Review decide(Caller by, String jobId, Decision decision) {
        Office.requireReviewer(by);
        Decision checked = Decisions.checked(decision);
        Review done = office.storage().write(tx -> {
            Line line = requireMine(tx, by, jobId);
            if (line.holder(tx.now()) == null) {
                throw new Problem(
                        Code.REVIEW_NOT_CLAIMED, "Take it first, and read it: mutoscope review claim " + jobId);
            }
            if (checked.allow() && line.state() == State.OPEN) {
                giveBack(tx, line, checked);
            }
            ReviewTable.decide(tx, jobId, by.principalId(), checked);
            office.board().note(tx, jobId, "reviewed", checked.allow() ? "allowed" : "refused: " + checked.category());
            office.audit(tx, by, checked.allow() ? "allow" : "refuse", jobId);
            return shown(tx, by, ReviewTable.find(tx, jobId).orElseThrow());
        });
        if (!checked.allow()) {
            office.storage().read(tx -> ReviewTable.find(tx, jobId)).ifPresent(office::end);
        }
        return done;
    }

    private void giveBack(Transaction tx, Line line, Decision decision) {
        String words = office.seal()
                .open(line.jobId(), line.sealed())
                .orElseThrow(() -> new Problem(
                        Code.INVALID_DECISION,
                        "Its words cannot be read with the key of this installation: it can only be refused."));
        if (!office.board().amend(tx, line.jobId(), words, decision.duties())) {
            throw new Problem(Code.REVIEW_DECIDED, "Its job has ended meanwhile.");
        }
        ReviewTable.askHolders(tx, line.jobId());
    }

    @Override
    public Review appeal(Caller by, String jobId, String why) {
        String said = Decisions.appeal(why);
        return office.storage().write(tx -> {
            Line line = ReviewTable.lock(tx, jobId)
                    .filter(one -> one.accountId().equals(by.accountId()))
                    .orElseThrow(() -> Office.absent(jobId));
            if (line.state() != State.REFUSED || line.appeal() != null || line.sealed() == null) {
                throw new Problem(
                        Code.APPEAL_NOT_POSSIBLE,
                        "An appeal is possible once, against a refusal, for "
                                + office.settings().get().appeal_days() + " days.");
            }
            Duration patience = Duration.ofHours(office.settings().get().hours());
            ReviewTable.appeal(tx, jobId, said, tx.now().plus(patience));
            office.audit(tx, by, "appeal", jobId);
            return shown(tx, by, ReviewTable.find(tx, jobId).orElseThrow());
        });
    }

    @Override
    public Clock clock() {
        Duration promise = Duration.ofHours(office.settings().get().promise_hours());
        return office.storage().read(tx -> {
            List<Instant> since = ReviewTable.waitingSince(tx);
            return since.isEmpty()
                    ? new Clock(0, Duration.ZERO, Duration.ZERO, promise)
                    : new Clock(
                            since.size(),
                            Duration.between(since.get(0), tx.now()),
                            Duration.between(since.get(since.size() / 2), tx.now()),
                            promise);
        });
    }

    /** Words for who has it; what guards said and earlier offences for reviewers. */
    private Review shown(Transaction tx, Caller by, Line line) {
        boolean reviewer = Office.reviews(by);
        String holder = line.holder(tx.now());
        boolean mine = reviewer && holder != null && holder.equals(by.principalId());
        return new Review(
                line.jobId(),
                line.accountId(),
                line.purpose(),
                line.state(),
                line.urgent(),
                line.askedAt(),
                line.endsAt(),
                reviewer ? holder : null,
                reviewer && holder != null ? line.claimedUntil() : null,
                line.category(),
                line.sentence(),
                line.decidedAt(),
                line.appeal(),
                mine && line.sealed() != null
                        ? office.seal().open(line.jobId(), line.sealed()).orElse(null)
                        : null,
                reviewer ? Minutes.read(line.said()) : List.of(),
                reviewer ? ReviewTable.offences(tx, line.accountId(), line.jobId()) : Map.of());
    }
}
