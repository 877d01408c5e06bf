package org.mutoscope.revenue;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.core.storage.Row;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.core.views.Views;

/**
 * Who has a claim on the pool by views of a month: each view goes to the holders of its video by the split that was in force at the end of
 * the month. Claims are counted in billionths of a view, so that nine billion views fit. What was found out about months that were closed counts in this one; nobody's claim
 * goes below zero by that. A video without a split, older than revenue, gives no claim.
 */
final class ViewClaims {
    private static final int BATCH = 500;
    private static final int MOST_CORRECTIONS = 10_000;

    private final Map<String, Long> videos = new HashMap<>();
    private final Map<String, Map<String, Long>> watched = new HashMap<>();
    private final Map<String, List<Part>> splits = new HashMap<>();
    private final Map<String, Long> weights = new HashMap<>();
    private final long until;
    private long seen;

    private ViewClaims(Corrections which) {
        this.seen = which.after();
        this.until = which.until();
    }

    /** Which corrections count. @param after the last that an earlier month has seen @param until the last that this one may see */
    record Corrections(long after, long until) {}

    /** A holder's part of a video, in ppm. */
    private record Part(String holder, long ppm) {}

    private record Of(String jobId, Part part) {}

    static ViewClaims read(UnitOfWork storage, Views views, YearMonth month, Corrections which) {
        ViewClaims claims = new ViewClaims(which);
        views.weights(month, weight -> claims.videos.put(weight.jobId(), weight.microViews()));
        views.payers(month, one -> claims.watch(one.account(), one.jobId(), one.microViews()));
        claims.correct(views, month);
        claims.split(storage, month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
        claims.videos.forEach((video, micro) -> claims.add(claims.weights, video, micro));
        return claims;
    }

    private void watch(String account, String video, long micro) {
        watched.computeIfAbsent(account, each -> new HashMap<>(4)).merge(video, micro, Math::addExact);
    }

    private void correct(Views views, YearMonth month) {
        while (true) {
            List<Views.Correction> some = views.corrections(seen, MOST_CORRECTIONS);
            for (Views.Correction one : some) {
                if (one.month().isAfter(month) || one.seq() > until) {
                    return;
                }
                videos.merge(one.jobId(), one.microViews(), Math::addExact);
                if (one.account() != null) {
                    watch(one.account(), one.jobId(), one.microViews());
                }
                seen = one.seq();
            }
            if (some.size() < MOST_CORRECTIONS) {
                return;
            }
        }
    }

    private void split(UnitOfWork storage, Instant end) {
        List<String> all = new ArrayList<>(videos.keySet());
        Map<String, String> names = new HashMap<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> some = all.subList(from, Math.min(all.size(), from + BATCH));
            Object[] values = new Object[some.size() + 1];
            some.toArray(values);
            values[some.size()] = end;
            String marks = String.join(", ", Collections.nCopies(some.size(), "?"));
            String sql = "select s.job_id, s.holder, s.ppm from revenue_split s where s.job_id in (" + marks
                    + ") and s.version = (select max(v.version) from revenue_split v where v.job_id = s.job_id and v.at < ?)";
            List<Of> parts = storage.read(tx -> tx.query(sql, row -> of(row, names), values));
            parts.forEach(each -> splits.computeIfAbsent(each.jobId(), id -> new ArrayList<>(2))
                    .add(each.part()));
        }
    }

    /** Holders are few and videos many, so each name is kept once. */
    private static Of of(Row row, Map<String, String> names) {
        String holder = names.computeIfAbsent(row.text("holder"), name -> name);
        return new Of(row.text("job_id"), new Part(holder, row.number("ppm")));
    }

    private void add(Map<String, Long> to, String video, long micro) {
        if (micro > 0) {
            for (Part part : splits.getOrDefault(video, List.of())) {
                long claim = micro / 1_000 * part.ppm() + micro % 1_000 * part.ppm() / 1_000;
                to.merge(part.holder(), claim, Math::addExact);
            }
        }
    }

    /** Of all views. */
    Map<String, Long> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /** Of the views of those who paid. @param paid micros of each account */
    List<PeriodFacts.Payer> payers(Map<String, Long> paid) {
        List<PeriodFacts.Payer> payers = new ArrayList<>(paid.size());
        paid.forEach((account, micros) -> {
            Map<String, Long> claims = new HashMap<>();
            watched.getOrDefault(account, Map.of()).forEach((video, micro) -> add(claims, video, micro));
            claims.keySet().retainAll(weights.keySet());
            payers.add(new PeriodFacts.Payer(account, micros, claims));
        });
        return payers;
    }

    /** The last correction that counted. */
    long seen() {
        return seen;
    }
}
