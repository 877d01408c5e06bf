package org.mutoscope.revenue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.Services;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.core.storage.UnitOfWork;

/** Earnings for those who ask. */
final class RevenueDesk implements Revenue {
    private final UnitOfWork storage;
    private final Identity identity;
    private final Kinds kinds;
    private final Work work;

    RevenueDesk(UnitOfWork storage, Identity identity, Kinds kinds, Work work) {
        this.storage = storage;
        this.identity = identity;
        this.kinds = kinds;
        this.work = work;
    }

    /** The models there are. */
    record Kinds(Services<CaptureShare> captures, Services<PeriodShare> periods) {}

    /** What is asked for elsewhere. */
    record Work(Tips tips, Suspense suspense, Runnable soon) {}

    @Override
    public List<Balance> balances(Caller by) {
        return storage.read(tx -> LineTable.balances(tx, runs(by) ? null : by.accountId()));
    }

    @Override
    public List<Line> lines(Caller by, long before, int limit) {
        requireLimit(limit);
        return storage.read(
                tx -> runs(by) ? LineTable.all(tx, before, limit) : LineTable.of(tx, by.accountId(), before, limit));
    }

    @Override
    public List<Part> split(Caller by, String jobId) {
        return storage.read(tx -> {
            List<Part> parts = Splits.of(tx, jobId);
            boolean concerned = runs(by)
                    || parts.stream().anyMatch(part -> part.holder().equals(by.accountId()))
                    || tx.first(
                                    "select account_id from job where id = ? and deleted_at is null",
                                    row -> row.text("account_id"),
                                    jobId)
                            .filter(by.accountId()::equals)
                            .isPresent();
            if (!concerned) {
                throw new Problem(
                        Code.VIDEO_NOT_FOUND, "There is no video of that id of which you have a part.", "id", null);
            }
            return parts;
        });
    }

    @Override
    public List<Suspended> suspense(Caller by, int limit) {
        requireOperator(by);
        requireLimit(limit);
        return storage.read(tx -> work.suspense.list(tx, limit));
    }

    @Override
    public int retry(Caller by) {
        requireOperator(by);
        return storage.write(tx -> {
            int causes = work.suspense.due(tx);
            identity.audit(tx, by, "revenue.retry", causes + " in suspense");
            tx.afterCommit(work.soon);
            return causes;
        });
    }

    @Override
    public List<Rate> rates() {
        List<Rate> rates = new ArrayList<>();
        kinds.captures.newest().forEach(model -> rates.add(rate(model, List.of())));
        kinds.periods.newest().forEach(model -> rates.add(rate(model, pools(model))));
        return rates;
    }

    private static Rate rate(Offered<?> model, List<String> pools) {
        return new Rate(model.id(), model.bundle() + "@" + model.version(), pools, told(model.properties()));
    }

    /** Its own words, or what it is configured to pay. */
    private static String told(Map<String, Object> properties) {
        return properties.get(CaptureShare.RATE) instanceof String text
                ? text
                : new TreeMap<>(properties)
                        .entrySet().stream()
                                .filter(one -> one.getKey().endsWith(".ppm"))
                                .map(one -> one.getKey() + " = " + one.getValue())
                                .collect(Collectors.joining(", "));
    }

    private static List<String> pools(Offered<PeriodShare> model) {
        Object pools = model.properties().get(PeriodShare.POOL);
        return pools instanceof String[] many ? List.of(many) : pools instanceof String one ? List.of(one) : List.of();
    }

    @Override
    public Tip tip(Caller by, String jobId, String key, long credits) {
        return work.tips.give(by, jobId, key, credits);
    }

    private static boolean runs(Caller by) {
        return by.may(Role.OPERATOR);
    }

    private static void requireOperator(Caller by) {
        if (!runs(by)) {
            throw new Problem(Code.FORBIDDEN, "This is for operators.");
        }
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > 1000) {
            throw new Problem(Code.INVALID_REQUEST, "\"limit\" is 1 to 1000, not " + limit + ".", "limit", null);
        }
    }
}
