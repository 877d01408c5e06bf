package org.mutoscope.views;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.mutoscope.views.DayTable.Basis;
import org.mutoscope.views.DayTable.Day;

/** Has the guard decide about a day, and writes down what it decided and by which rows. One day at a time. */
final class Judge {
    private final UnitOfWork storage;
    private final Supplier<ViewsConfig> settings;

    Judge(UnitOfWork storage, Supplier<ViewsConfig> settings) {
        this.storage = storage;
        this.settings = settings;
    }

    /** What the guard says of a day, as of these rows. */
    List<Judged> judged(LocalDate day, Rules rules, Basis basis) {
        Facts facts = storage.read(tx -> facts(tx, day, basis));
        return Guard.judge(rules, facts, EventTable.plays(storage, day, basis.events()));
    }

    private static Facts facts(Transaction tx, LocalDate day, Basis basis) {
        Map<String, Boolean> withheld = new HashMap<>();
        RulingTable.of(tx, day, basis.rulings()).forEach((job, ruling) -> withheld.put(job, ruling.withhold()));
        return new Facts(
                VerdictTable.whole(tx, day.minusDays(1)),
                Videos.of(tx, day),
                LinkTable.of(tx, day, LinkTable.OWN, basis.links()),
                LinkTable.of(tx, day, LinkTable.LINKED, basis.links()),
                withheld);
    }

    /** Judges a day that is not sealed by all that is known now. A change has the day after looked at again. */
    void judge(LocalDate day, Clusters clusters) {
        Rules rules = Rules.of(settings.get());
        LinkTable.observe(storage, day, clusters);
        Basis basis = storage.read(tx -> Basis.now(tx, day));
        int changed = VerdictTable.write(storage, day, judged(day, rules, basis));
        storage.write(tx -> {
            Optional<Day> row = DayTable.lock(tx, day);
            if (row.isEmpty() || row.get().sealedAt() == null) {
                DayTable.judged(tx, day, rules, basis);
            }
            if (changed > 0) {
                DayTable.again(tx, day.plusDays(1), true);
            }
            return null;
        });
    }

    /** Seals a day, unless something about it has changed since it was judged. */
    void seal(LocalDate day) {
        storage.write(tx -> {
            Day row = DayTable.lock(tx, day).orElseThrow();
            Basis now = Basis.now(tx, day);
            boolean same =
                    row.basis().events() == now.events() && row.basis().rulings() == now.rulings() && !row.again();
            if (row.sealedAt() == null && same) {
                DayTable.seal(tx, day);
            }
            return null;
        });
    }

    /** Writes what operators decided about a sealed day as corrections. What was corrected before is not corrected twice. */
    void correct(Day day) {
        long rulings = storage.read(tx -> RulingTable.last(tx, day.day()));
        Basis basis = new Basis(day.basis().events(), day.basis().links(), rulings);
        List<Judged> judged = judged(day.day(), day.rules(), basis);
        storage.write(tx -> {
            DayTable.lock(tx, day.day());
            Map<String, RulingTable.Ruling> ruled = RulingTable.of(tx, day.day(), rulings);
            Map<String, Long> known = CorrectionTable.counted(tx, day.day());
            for (Judged one : judged) {
                long more = one.micros() - known.getOrDefault(one.play(), 0L);
                if (more != 0 && ruled.containsKey(one.jobId())) {
                    CorrectionTable.add(
                            tx, day.day(), one, more, ruled.get(one.jobId()).reason());
                }
            }
            DayTable.again(tx, day.day(), RulingTable.last(tx, day.day()) > rulings);
            return null;
        });
    }

    /**
     * Judges a day again by the rows and rules that it was judged by. What is not sealed is put right.
     *
     * @return what is different, a sentence each
     */
    List<String> compare(Day day) {
        List<Judged> judged = judged(day.day(), day.rules(), day.basis());
        Map<String, Judged> known = storage.read(tx -> VerdictTable.of(tx, day.day()));
        List<String> differences = new ArrayList<>();
        for (Judged one : judged) {
            Judged before = known.remove(one.play());
            if (!Objects.equals(before, one)) {
                differences.add(difference(day.day(), one, before));
            }
        }
        known.values()
                .forEach(lost -> differences.add(
                        day.day() + ": " + lost.jobId() + " has a view of which no player said anything"));
        if (!differences.isEmpty() && day.sealedAt() == null) {
            VerdictTable.write(storage, day.day(), judged);
        }
        return differences;
    }

    private static String difference(LocalDate day, Judged one, Judged before) {
        return day + ": a view of " + one.jobId() + " is " + one.verdict().word() + " with " + one.micros()
                + " micro-views, and was "
                + (before == null ? "not known" : before.verdict().word() + " with " + before.micros());
    }

    /** Last day whose counts are final at a moment. */
    LocalDate lastFinal(Instant now) {
        return now.minus(Duration.ofDays(settings.get().provisional_days()))
                .atZone(ZoneOffset.UTC)
                .toLocalDate()
                .minusDays(1);
    }
}
