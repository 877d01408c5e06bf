package org.mutoscope.review;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mutoscope.core.review.ReviewGate;
import org.mutoscope.core.review.Reviews.Decision;
import org.mutoscope.core.review.Reviews.State;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.Transaction;

/** The table of reviews. Every change names the states it may start from: whoever comes second changes nothing and sees it. */
final class ReviewTable {
    private static final String WAITS = "state in ('OPEN', 'APPEALED')";
    private static final String READ = "select job_id, account_id, purpose, licence_use, sealed, said, urgent, state,"
            + " claimed_by, claimed_until, category, sentence, appeal, first_by, decided_by, asked_at, ends_at, decided_at"
            + " from review";
    private static final String ENDED =
            " and not exists (select 1 from job j where j.id = r.job_id and j.deleted_at is null"
                    + " and j.state in ('QUEUED', 'IN_PROGRESS', 'WAITING', 'IN_DOUBT'))";

    private ReviewTable() {}

    /** A review as it is kept. @param firstBy who refused it before the appeal, or null */
    record Line(
            String jobId,
            String accountId,
            String purpose,
            String use,
            String sealed,
            String said,
            boolean urgent,
            State state,
            String claimedBy,
            Instant claimedUntil,
            String category,
            String sentence,
            String appeal,
            String firstBy,
            String decidedBy,
            Instant askedAt,
            Instant endsAt,
            Instant decidedAt) {
        boolean waits() {
            return state == State.OPEN || state == State.APPEALED;
        }

        /** Who has it now, or null. */
        String holder(Instant now) {
            return claimedUntil != null && claimedUntil.isAfter(now) ? claimedBy : null;
        }
    }

    /** What an answer is known again by. */
    record Mark(String text, String guards) {}

    /** What the desk adds to an order. */
    record Added(String sealed, String said, boolean urgent, Instant endsAt) {}

    static void insert(Transaction tx, ReviewGate.Order order, Mark mark, Added added) {
        tx.update(
                "insert into review (job_id, account_id, purpose, licence_use, text_mac, guards, sealed, said, urgent, state, asked_at,"
                        + " ends_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?, ?)",
                order.jobId(),
                order.looked().accountId(),
                order.looked().purpose(),
                order.use(),
                mark.text(),
                mark.guards(),
                added.sealed(),
                added.said(),
                added.urgent(),
                tx.now(),
                added.endsAt());
    }

    static Optional<Line> find(Transaction tx, String jobId) {
        return tx.first(READ + " where job_id = ?", ReviewTable::line, jobId);
    }

    /** Takes its row until the transaction ends, so that two reviewers come one after the other. */
    static Optional<Line> lock(Transaction tx, String jobId) {
        tx.update("update review set urgent = urgent where job_id = ?", jobId);
        return find(tx, jobId);
    }

    /** The last decision about a text; a yes with duties is for its one order alone. */
    static Optional<Line> known(Transaction tx, String accountId, Mark mark) {
        return tx.first(
                READ
                        + " where account_id = ? and text_mac = ? and guards = ? and state in ('ALLOWED', 'REFUSED', 'APPEALED') and duties = false"
                        + " order by decided_at desc, seq desc fetch first 1 rows only",
                ReviewTable::line,
                accountId,
                mark.text(),
                mark.guards());
    }

    /** @param accountId null for all @param state null for those that wait */
    static List<Line> list(Transaction tx, String accountId, State state, int limit) {
        List<Object> values = new ArrayList<>();
        StringBuilder sql = new StringBuilder(READ).append(" where ").append(state == null ? WAITS : "state = ?");
        if (state != null) {
            values.add(state.name());
        }
        if (accountId != null) {
            sql.append(" and account_id = ?");
            values.add(accountId);
        }
        values.add(limit);
        String order = " order by urgent desc, seq fetch first ? rows only";
        return tx.query(sql.append(order).toString(), ReviewTable::line, values.toArray());
    }

    /** Ids of those that wait and nobody has. */
    static List<String> free(Transaction tx, int limit) {
        return tx.query(
                "select job_id from review where " + WAITS
                        + " and (claimed_until is null or claimed_until < ?) order by urgent desc, seq fetch first ? rows only",
                row -> row.text("job_id"),
                tx.now(),
                limit);
    }

    static void claim(Transaction tx, String jobId, String principal, Instant until) {
        tx.update("update review set claimed_by = ?, claimed_until = ? where job_id = ?", principal, until, jobId);
    }

    static void decide(Transaction tx, String jobId, String principal, Decision decision) {
        tx.update(
                "update review set state = ?, category = ?, sentence = ?, reason = ?, duties = ?, decided_by = ?, decided_at = ?, claimed_by = null,"
                        + " claimed_until = null where job_id = ? and " + WAITS,
                (decision.allow() ? State.ALLOWED : State.REFUSED).name(),
                decision.category(),
                decision.sentence(),
                decision.reason(),
                !decision.duties().isEmpty(),
                principal,
                tx.now(),
                jobId);
        if (decision.allow()) {
            tx.update("update review set sealed = null where job_id = ?", jobId);
        }
    }

    static void appeal(Transaction tx, String jobId, String why, Instant until) {
        tx.update(
                "update review set state = 'APPEALED', appeal = ?, first_by = decided_by, ends_at = ? where job_id = ? and state = 'REFUSED'",
                why,
                until,
                jobId);
    }

    /** Holders see the words from now on: their time begins anew. */
    static void askHolders(Transaction tx, String jobId) {
        record Asked(String holder, String stage, Duration patience) {}
        tx.query(
                        "select holder, stage, asked_at, ends_at from rights_approval where job_id = ? and state = 'OPEN'",
                        row -> new Asked(
                                row.text("holder"),
                                row.text("stage"),
                                Duration.between(row.moment("asked_at"), row.moment("ends_at"))),
                        jobId)
                .forEach(asked -> tx.update(
                        "update rights_approval set asked_at = ?, ends_at = ? where job_id = ? and holder = ? and stage = ? and state = 'OPEN'",
                        tx.now(),
                        tx.now().plus(asked.patience()),
                        jobId,
                        asked.holder(),
                        asked.stage()));
    }

    /** Refusals by category, this order's own aside. */
    static Map<String, Long> offences(Transaction tx, String accountId, String jobId) {
        Map<String, Long> all = new TreeMap<>();
        tx.query(
                        "select category, count(*) n from review where account_id = ? and state = 'REFUSED' and job_id <> ? group by category",
                        row -> Map.entry(row.text("category"), row.number("n")),
                        accountId,
                        jobId)
                .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }

    static List<Instant> waitingSince(Transaction tx) {
        return tx.query(
                "select asked_at from review where " + WAITS + " order by asked_at", row -> row.moment("asked_at"));
    }

    /** Orders that nobody looked at in time, and appeals. */
    static List<Line> late(Transaction tx) {
        return tx.query(READ + " where " + WAITS + " and ends_at < ?", ReviewTable::line, tx.now());
    }

    /** Refused ones whose job goes on: whoever refused it was stopped before it was. */
    static List<Line> refusedAndGoing(Transaction tx) {
        return tx.query(
                READ + " r where state in ('REFUSED', 'APPEALED')" + ENDED.replace("not exists", "exists"),
                ReviewTable::line);
    }

    /** Those whose time is over and whose job goes on. */
    static List<Line> expiredAndGoing(Transaction tx) {
        return tx.query(READ + " r where state = 'EXPIRED'" + ENDED.replace("not exists", "exists"), ReviewTable::line);
    }

    /** Open ones whose job has ended otherwise. */
    static void leaveEnded(Transaction tx) {
        List<String> ended =
                tx.query("select job_id from review r where state = 'OPEN'" + ENDED, row -> row.text("job_id"));
        ended.forEach(id -> end(tx, id, State.OPEN, State.GONE));
    }

    /** @return false if it was not in that state */
    static boolean end(Transaction tx, String jobId, State from, State to) {
        return tx.update(
                        "update review set state = ?, sealed = null, claimed_by = null, claimed_until = null where job_id = ? and state = ?",
                        to.name(),
                        jobId,
                        from.name())
                == 1;
    }

    /** An appeal that nobody looked at leaves it as it was. */
    static void appealOver(Transaction tx, String jobId) {
        tx.update(
                "update review set state = 'REFUSED', sealed = null, claimed_by = null, claimed_until = null where job_id = ? and state = 'APPEALED'",
                jobId);
    }

    /** Words of refused ones against which nobody can appeal any more. */
    static void forget(Transaction tx, Instant before) {
        tx.update(
                "update review set sealed = null where sealed is not null and state = 'REFUSED' and decided_at < ?",
                before);
    }

    private static Line line(Row row) {
        return new Line(
                row.text("job_id"),
                row.text("account_id"),
                row.text("purpose"),
                row.text("licence_use"),
                row.text("sealed"),
                row.text("said"),
                row.flag("urgent"),
                State.valueOf(row.text("state")),
                row.text("claimed_by"),
                row.moment("claimed_until"),
                row.text("category"),
                row.text("sentence"),
                row.text("appeal"),
                row.text("first_by"),
                row.text("decided_by"),
                row.moment("asked_at"),
                row.moment("ends_at"),
                row.moment("decided_at"));
    }
}
