package org.mutoscope.views;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.DuplicateKey;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.ViewDesk;
import org.mutoscope.core.views.Views;
import org.mutoscope.views.RulingTable.Ruling;

/** Counts, appeals and decisions. What a decision changes is counted before it is answered. */
final class Desk implements ViewDesk {
    private static final int MOST_TEXT = 2_000;
    private static final int MOST_REASON = 500;
    private static final int MOST_DIFFERENCES = 100;

    private final UnitOfWork storage;
    private final Identity identity;
    private final Rounds rounds;
    private final Judge judge;
    private final Views views;

    Desk(UnitOfWork storage, Identity identity, Rounds rounds, Judge judge) {
        this.storage = storage;
        this.identity = identity;
        this.rounds = rounds;
        this.judge = judge;
        this.views = new Counting(storage, judge);
    }

    @Override
    public List<Count> counts(Caller by, YearMonth month, String video, String after, int limit) {
        return storage.read(tx -> {
            if (video != null) {
                Videos.require(tx, by, video);
            }
            return CountTable.of(tx, by, new CountTable.Wanted(month, video, after, limit));
        });
    }

    @Override
    public Appeal appeal(Caller by, String video, LocalDate day, String text) {
        String told = Words.told(text, "text", MOST_TEXT);
        return storage.write(tx -> {
            Videos.require(tx, by, video);
            if (!withheld(tx, video, day)) {
                throw bad("day", "Nothing of this video is withheld on " + day + " that one could appeal against.");
            }
            Appeal appeal =
                    new Appeal(Words.id("appeal_"), video, day, by.accountId(), told, AppealState.OPEN, null, tx.now());
            try {
                AppealTable.insert(tx, appeal);
            } catch (DuplicateKey open) {
                throw bad("day", "There is an appeal about this video and day that is not decided yet.");
            }
            identity.audit(tx, by, "views.appeal", appeal.id() + " " + video + " " + day);
            return AppealTable.find(tx, appeal.id()).orElseThrow();
        });
    }

    private static boolean withheld(Transaction tx, String video, LocalDate day) {
        return tx
                .query(
                        "select distinct verdict from view_verdict where on_day = ? and job_id = ?",
                        row -> Verdict.valueOf(row.text("verdict")),
                        day.toString(),
                        video)
                .stream()
                .anyMatch(Verdict::withheld);
    }

    @Override
    public List<Appeal> appeals(Caller by, AppealState state, int limit) {
        return storage.read(tx -> AppealTable.list(tx, by, state, limit));
    }

    @Override
    public Appeal decide(Caller by, String id, boolean allow, String why) {
        requireOperator(by);
        String reason = Words.told(why, "reason", MOST_REASON);
        Appeal decided = storage.write(tx -> {
            Appeal appeal = AppealTable.find(tx, id)
                    .orElseThrow(() -> new Problem(Code.VIEW_APPEAL_NOT_FOUND, "There is no such appeal.", "id", null));
            if (appeal.accountId().equals(by.accountId())) {
                throw new Problem(Code.FORBIDDEN, "Another operator decides about an appeal of your own account.");
            }
            if (!AppealTable.decide(tx, id, allow ? AppealState.ALLOWED : AppealState.UPHELD, reason)) {
                throw new Problem(Code.VIEW_APPEAL_DECIDED, "This appeal is decided already.", "id", null);
            }
            identity.audit(tx, by, "views.decide", id + (allow ? " allowed: " : " upheld: ") + reason);
            if (allow) {
                ruled(tx, new Ruling(appeal.video(), appeal.day(), false, reason));
            }
            return AppealTable.find(tx, id).orElseThrow();
        });
        rounds.run();
        return decided;
    }

    @Override
    public void rule(Caller by, String video, LocalDate day, boolean withhold, String why) {
        requireOperator(by);
        String reason = Words.told(why, "reason", MOST_REASON);
        rounds.run();
        storage.write(tx -> {
            Videos.require(tx, by, video);
            ruled(tx, new Ruling(video, day, withhold, reason));
            identity.audit(
                    tx, by, "views.rule", video + " " + day + (withhold ? " withheld: " : " counted: ") + reason);
            return null;
        });
        rounds.run();
    }

    /** Writes a decision down; the day is looked at again. */
    private static void ruled(Transaction tx, Ruling ruling) {
        LocalDate day = ruling.day();
        if (DayTable.lock(tx, day).isEmpty()) {
            throw bad("day", "Nobody watched anything on " + day + ".");
        }
        requireKept(tx, YearMonth.from(day));
        RulingTable.add(tx, ruling);
        DayTable.again(tx, day, true);
    }

    private static void requireKept(Transaction tx, YearMonth month) {
        boolean gone = tx.first(
                        "select in_month from view_sum where in_month = ?",
                        row -> row.text("in_month"),
                        month.toString())
                .isPresent();
        if (gone) {
            throw new Problem(
                    Code.VIEWS_GONE,
                    "What players said in " + month + " is deleted; only sums are kept, which do not change any more.",
                    "month",
                    null);
        }
    }

    @Override
    public Recomputed recompute(Caller by, YearMonth month) {
        requireOperator(by);
        rounds.run();
        List<DayTable.Day> days = storage.write(tx -> {
            requireKept(tx, month);
            requireKept(tx, month.minusMonths(1));
            identity.audit(tx, by, "views.recompute", month.toString());
            return DayTable.of(tx, month);
        });
        List<String> differences = new ArrayList<>();
        days.forEach(day -> differences.addAll(judge.compare(day)));
        Views.Month now = views.month(month);
        return new Recomputed(
                month,
                now.valid() + now.withheld() + now.invalid(),
                now.microViews(),
                differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())));
    }

    private static void requireOperator(Caller by) {
        if (!by.may(Role.OPERATOR)) {
            throw new Problem(Code.FORBIDDEN, "This is for operators.");
        }
    }

    private static Problem bad(String param, String message) {
        return new Problem(Code.INVALID_VIEW, message, param, null);
    }
}
