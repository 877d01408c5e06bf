package org.mutoscope.views;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.views.DayTable.Day;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few minutes for what is new: has days judged of which players said something or operators decided something, seals those whose time has come, and
 * deletes what need not be kept. What is to be done stands in the tables, so a round that breaks off is made up for by the next.
 */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final UnitOfWork storage;
    private final KeyRing keys;
    private final Judge judge;
    private final Supplier<ViewsConfig> settings;
    private final ScheduledExecutorService thread;
    private final Set<LocalDate> open = new TreeSet<>();
    private long seen;

    Rounds(UnitOfWork storage, KeyRing keys, Judge judge, Supplier<ViewsConfig> settings) {
        this.storage = storage;
        this.keys = keys;
        this.judge = judge;
        this.settings = settings;
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "mutoscope-views");
            made.setDaemon(true);
            return made;
        });
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.thread = one;
    }

    void begin() {
        int minutes = settings.get().guard_minutes();
        thread.scheduleWithFixedDelay(this::quietly, 0, minutes, TimeUnit.MINUTES);
    }

    private void quietly() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.warn("the guard of views tries again in some minutes", e);
        }
    }

    /** One round. Those who ask at once wait for each other. */
    synchronized void run() {
        Instant now = storage.read(Transaction::now);
        LocalDate last = judge.lastFinal(now);
        Clusters clusters = storage.read(Clusters::read);
        look();
        while (!open.isEmpty()) {
            judgeFirst(clusters);
        }
        for (Day day : storage.read(tx -> DayTable.due(tx, last))) {
            judge.judge(day.day(), clusters);
            judge.seal(day.day());
        }
        look();
        clear(now.atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** Notes days of which something is new, and corrects those that are sealed. */
    private void look() {
        long before = Math.max(seen, storage.read(DayTable::sealed));
        long top = storage.read(EventTable::last);
        open.addAll(storage.read(tx -> EventTable.days(tx, before)));
        seen = top;
        for (Day day : storage.read(DayTable::again)) {
            if (day.sealedAt() == null) {
                open.add(day.day());
            } else {
                judge.correct(day);
            }
        }
    }

    /** The oldest first: what it says counts for the day after. */
    private void judgeFirst(Clusters clusters) {
        LocalDate day = open.iterator().next();
        judge.judge(day, clusters);
        open.remove(day);
        storage.read(tx -> DayTable.find(tx, day.plusDays(1)))
                .filter(next -> next.again() && next.sealedAt() == null)
                .ifPresent(next -> open.add(next.day()));
    }

    /** Deletes what players said of months that are long over, and keys of days. */
    private void clear(LocalDate today) {
        storage.write(tx -> {
            keys.forget(tx);
            return null;
        });
        YearMonth kept = YearMonth.from(today).minusMonths(settings.get().raw_months());
        List<YearMonth> old = storage
                .read(tx -> tx.query(
                        "select distinct on_day from view_event where on_day < ?",
                        row -> YearMonth.from(LocalDate.parse(row.text("on_day"))),
                        kept.atDay(1).toString()))
                .stream()
                .distinct()
                .sorted()
                .toList();
        for (YearMonth month : old) {
            storage.write(tx -> {
                VerdictTable.sum(tx, month);
                return null;
            });
            for (int n = 1; n <= month.lengthOfMonth(); n++) {
                String day = month.atDay(n).toString();
                storage.write(tx -> tx.update("delete from view_event where on_day = ?", day));
            }
            LOG.info("what players said in {} is deleted, sums are kept", month);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
