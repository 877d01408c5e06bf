package org.mutoscope.revenue;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Periods;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.views.Views;

/**
 * Closes months, one at a time: what was earned is set aside, then each run is shared. Each step is durable before the next begins, so a crash is taken up by
 * closing the month again.
 */
final class MonthDesk implements Periods {
    private final Bureau bureau;
    private final Parts parts;
    private final Supplier<Views> views;
    private final Clock clock;

    /** @param views answers null while there is none */
    MonthDesk(Bureau bureau, Parts parts, Supplier<Views> views, Clock clock) {
        this.bureau = bureau;
        this.parts = parts;
        this.views = views;
        this.clock = clock;
    }

    /** Those who do the work. */
    record Parts(MonthMoney money, MonthFunding funding, RunSharing sharing, DealDesk deals) {}

    @Override
    public synchronized Month close(Caller by, YearMonth month, boolean provisional) {
        Bureau.requireOperator(by);
        String period = month.toString();
        MonthTable.Line line = begin(by, month, provisional);
        if (!line.funded()) {
            parts.deals().endAll(MonthMoney.start(month.plusMonths(1)));
            parts.money().write(month, bureau.settings().get().pool_ppm());
            bureau.storage().write(tx -> fund(tx, period));
        }
        Once claims = new Once(month, line.viewsSeen());
        for (RunTable.Line run : bureau.storage().read(tx -> RunTable.of(tx, period))) {
            parts.sharing().share(run, claims);
        }
        return bureau.storage().write(tx -> {
            if (claims.read != null) {
                MonthTable.funded(tx, period, claims.read.seen());
            }
            MonthTable.close(tx, period);
            return MonthTable.find(tx, period).orElseThrow().month();
        });
    }

    private Void fund(Transaction tx, String period) {
        if (!MonthTable.find(tx, period).orElseThrow().funded()) {
            parts.funding().write(tx, period, bureau.settings().get().ads_pool_ppm());
            MonthTable.funded(tx, period, 0);
        }
        return null;
    }

    /** Writes that the month is being closed, if it may be. From then on no import counts in it. */
    private MonthTable.Line begin(Caller by, YearMonth month, boolean provisional) {
        if (!month.isBefore(YearMonth.now(clock.withZone(ZoneOffset.UTC)))) {
            throw refused(month + " is not over; a month is closed when it is over in UTC.");
        }
        Views there = views.get();
        Views.State state =
                there == null ? Views.State.SEALED : there.month(month).state();
        return bureau.storage().write(tx -> {
            String period = month.toString();
            Optional<MonthTable.Line> known = MonthTable.find(tx, period);
            if (known.isPresent()) {
                return known.get();
            }
            inOrder(tx, period);
            if (state != Views.State.SEALED && !provisional) {
                throw new Problem(
                        Code.PERIOD_PROVISIONAL,
                        "Counts of views of " + period
                                + " can still change. Close it when they are sealed, or say that it is closed with what is"
                                + " known now; what is found out later then counts in no month until it is sealed.");
            }
            MonthTable.begin(tx, period, state != Views.State.SEALED);
            bureau.identity().audit(tx, by, "revenue.close", period);
            return MonthTable.find(tx, period).orElseThrow();
        });
    }

    private static void inOrder(Transaction tx, String period) {
        Optional<String> last = MonthTable.last(tx);
        if (last.isPresent() && last.get().compareTo(period) > 0) {
            throw refused(
                    last.get() + " was closed before, and what " + period + " would carry over has no place to go.");
        }
        Optional<String> open = ImportTable.openBefore(tx, period);
        if (open.isPresent()) {
            throw refused("Income of " + open.get() + " waits; close that month first.");
        }
    }

    /** Views are read once for all runs of a closing. */
    private final class Once implements RunSharing.Claims {
        private final YearMonth month;
        private final long known;
        private ViewClaims read;

        /** @param known the last correction that counted when the month was closed before; 0 if it is closed for the first time */
        Once(YearMonth month, long known) {
            this.month = month;
            this.known = known == 0 ? Long.MAX_VALUE : known;
        }

        @Override
        public ViewClaims get() throws PoolModel.Waits {
            if (read == null) {
                Views there = views.get();
                if (there == null) {
                    throw new PoolModel.Waits("Nothing counts views now; install the bundle of views, then try again.");
                }
                long seen = bureau.storage().read(tx -> MonthTable.viewsSeen(tx, month.toString()));
                read = ViewClaims.read(bureau.storage(), there, month, new ViewClaims.Corrections(seen, known));
            }
            return read;
        }
    }

    @Override
    public List<Month> months(Caller by, int limit) {
        Bureau.requireReader(by);
        return bureau.storage().read(tx -> MonthTable.list(tx, limit)).stream()
                .map(MonthTable.Line::month)
                .toList();
    }

    @Override
    public List<Run> runs(Caller by, YearMonth month) {
        Bureau.requireReader(by);
        return bureau.storage().read(tx -> RunTable.of(tx, month.toString())).stream()
                .map(RunTable.Line::run)
                .toList();
    }

    private static Problem refused(String message) {
        return new Problem(Code.PERIOD_NOT_CLOSABLE, message);
    }
}
