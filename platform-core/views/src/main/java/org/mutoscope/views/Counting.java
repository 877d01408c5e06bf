package org.mutoscope.views;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.Views;

/** Adds up what counted. */
final class Counting implements Views {
    private static final int PAGE = 50_000;
    private static final int MOST_CORRECTIONS = 10_000;

    private final UnitOfWork storage;
    private final Judge judge;

    Counting(UnitOfWork storage, Judge judge) {
        this.storage = storage;
        this.judge = judge;
    }

    private record Part(Verdict verdict, long views, long micros) {}

    @Override
    public Month month(YearMonth month) {
        return storage.read(tx -> {
            List<Part> parts = tx.query(
                    "select verdict, count(*) views, sum(micros) micros from view_verdict where on_day between ? and ?"
                            + " group by verdict union all select verdict, sum(views), sum(micros) from view_sum where"
                            + " in_month = ? group by verdict",
                    row -> new Part(Verdict.valueOf(row.text("verdict")), row.number("views"), row.number("micros")),
                    first(month),
                    last(month),
                    month.toString());
            long valid = 0;
            long withheld = 0;
            long all = 0;
            long micros = 0;
            for (Part part : parts) {
                valid += part.verdict() == Verdict.VALID ? part.views() : 0;
                withheld += part.verdict().withheld() ? part.views() : 0;
                all += part.views();
                micros += part.micros();
            }
            return new Month(month, state(tx, month), valid, withheld, all - valid - withheld, micros);
        });
    }

    private State state(Transaction tx, YearMonth month) {
        Instant now = tx.now();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        if (!today.isAfter(month.atEndOfMonth())) {
            return State.OPEN;
        }
        boolean open = tx.first(
                        "select on_day from view_day where on_day between ? and ? and sealed_at is null",
                        row -> row.text("on_day"),
                        first(month),
                        last(month))
                .isPresent();
        boolean unseen = tx.first(
                        "select e.on_day from view_event e left join view_day d on d.on_day = e.on_day where e.on_day"
                                + " between ? and ? and d.on_day is null",
                        row -> row.text("on_day"),
                        first(month),
                        last(month))
                .isPresent();
        return open || unseen || month.atEndOfMonth().isAfter(judge.lastFinal(now)) ? State.PROVISIONAL : State.SEALED;
    }

    @Override
    public void weights(YearMonth month, Consumer<Weight> to) {
        List<Weight> page = List.of();
        do {
            String after = page.isEmpty() ? "" : page.get(page.size() - 1).jobId();
            page = storage.read(tx -> tx.query(
                    "select job_id, sum(micros) micros from (select job_id, micros from view_verdict where on_day"
                            + " between ? and ? and job_id > ? and micros > 0 union all select job_id, micros from"
                            + " view_sum where in_month = ? and job_id > ? and micros > 0) counted group by job_id order"
                            + " by job_id fetch first " + PAGE + " rows only",
                    row -> new Weight(row.text("job_id"), row.number("micros")),
                    first(month),
                    last(month),
                    after,
                    month.toString(),
                    after));
            page.forEach(to);
        } while (page.size() == PAGE);
    }

    @Override
    public void payers(YearMonth month, Consumer<PayerWeight> to) {
        List<PayerWeight> page = List.of();
        do {
            PayerWeight last = page.isEmpty() ? new PayerWeight("", "", 1) : page.get(page.size() - 1);
            page = storage.read(tx -> tx.query(
                    "select w.account_id, v.job_id, sum(v.micros) micros from view_verdict v join view_viewer w on"
                            + " w.id = v.viewer where v.on_day between ? and ? and v.micros > 0 and (w.account_id > ? or"
                            + " (w.account_id = ? and v.job_id > ?)) group by w.account_id, v.job_id order by"
                            + " w.account_id, v.job_id fetch first " + PAGE
                            + " rows only",
                    row -> new PayerWeight(row.text("account_id"), row.text("job_id"), row.number("micros")),
                    first(month),
                    last(month),
                    last.account(),
                    last.account(),
                    last.jobId()));
            page.forEach(to);
        } while (page.size() == PAGE);
    }

    @Override
    public List<Correction> corrections(long after, int limit) {
        if (limit < 1 || limit > MOST_CORRECTIONS) {
            throw new IllegalArgumentException("limit is 1 to " + MOST_CORRECTIONS);
        }
        return storage.read(tx -> CorrectionTable.list(tx, after, limit));
    }

    static String first(YearMonth month) {
        return month.atDay(1).toString();
    }

    static String last(YearMonth month) {
        return month.atEndOfMonth().toString();
    }
}
