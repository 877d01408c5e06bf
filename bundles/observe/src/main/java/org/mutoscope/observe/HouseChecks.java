package org.mutoscope.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mutoscope.core.jobs.Upstream;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.observe.Health;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.storage.UnitOfWork;

/** Looks at what every clip stands on: the parts themselves, storage, disk, clock, books. */
final class HouseChecks {
    private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");
    /** A read or a durable write takes milliseconds; what takes this long is felt in every request. */
    private static final long SLOW_MILLIS = 1000;

    private static final int APART_SECONDS = 60;

    private final Parts parts;
    private final Path data;
    private final LastWords words;

    HouseChecks(Parts parts, Path data, LastWords words) {
        this.parts = parts;
        this.data = data;
        this.words = words;
    }

    List<Check> all() {
        return List.of(
                Check.of("ready", this::ready, Health.READY),
                Check.of("services", this::services),
                Check.of("storage", this::storage, "database"),
                Check.of("disk", this::disk, "storage"),
                Check.of("clock", this::clock),
                Check.of("ledger", this::ledger, "money"));
    }

    /** What admission itself would refuse for. */
    private Diagnosis ready() {
        Studio studio = parts.studio;
        if (studio == null) {
            return Diagnosis.wrong("The road is not there: no job can be admitted.")
                    .because(words.errors("org.mutoscope"));
        }
        List<String> obstacles = studio.obstacles();
        return obstacles.isEmpty() ? Diagnosis.well("Jobs are admitted.") : Diagnosis.wrong(obstacles);
    }

    private Diagnosis services() {
        List<String> missing = parts.missing();
        return missing.isEmpty()
                ? Diagnosis.well("All parts of the platform are there.")
                : Diagnosis.wrong(
                                "Not there: " + String.join(", ", missing) + ". Mend what the log names, then restart.")
                        .because(words.errors("org.mutoscope"));
    }

    private Diagnosis storage() {
        UnitOfWork work = parts.work;
        if (work == null) {
            return Diagnosis.wrong("The storage is not there.").because(words.about("org.mutoscope.storage"));
        }
        Optional<String> obstacle = work.obstacle();
        if (obstacle.isPresent()) {
            return Diagnosis.wrong(obstacle.get()).because(words.about("org.mutoscope.storage"));
        }
        long reading = millis(() -> work.read(tx -> tx.now()));
        long writing = millis(() -> work.write(tx -> tx.now()));
        if (Math.max(reading, writing) < SLOW_MILLIS) {
            return Diagnosis.well(
                    "Writes are durable; the database read in " + reading + " ms and wrote in " + writing + " ms.");
        }
        return Diagnosis.doubtful("The database answers slowly: it read in " + reading + " ms and wrote in " + writing
                        + " ms; every request waits for that. Look at its disk and at what else uses it.")
                .because(words.about("org.mutoscope.storage"))
                .run("mutoscope log DEBUG org.mutoscope.storage.jdbc --for 10m");
    }

    private static long millis(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private Diagnosis disk() {
        Studio studio = parts.studio;
        Optional<String> shortage = studio == null ? Optional.empty() : studio.shortage();
        if (shortage.isPresent()) {
            return Diagnosis.wrong(shortage.get()).because(free()).run("df -h " + data);
        }
        return Diagnosis.well(free());
    }

    private String free() {
        try {
            return (Files.getFileStore(data).getUsableSpace() >> 20) + " MiB are free for data.";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Diagnosis clock() {
        Instant here = Instant.now();
        if (here.isBefore(BUILT)) {
            return Diagnosis.wrong("The clock says " + here
                            + ", which is before this was built. Set it: expiries depend on it.")
                    .run("timedatectl");
        }
        UnitOfWork work = parts.work;
        if (work == null) {
            return Diagnosis.doubtful("The clock says " + here + "; there is no storage to compare it with.");
        }
        Instant asked = Instant.now();
        Instant there = work.read(tx -> tx.now());
        long apart = Duration.between(there, asked).abs().toSeconds();
        long took = Duration.between(asked, Instant.now()).toSeconds();
        return apart - took < APART_SECONDS
                ? Diagnosis.well("The clock says " + here + ".")
                : Diagnosis.wrong("Clock and storage are " + apart + " s apart. Set the clocks.")
                        .run("timedatectl");
    }

    private Diagnosis ledger() {
        UnitOfWork work = parts.work;
        Ledger ledger = parts.ledger;
        Upstream upstream = parts.upstream;
        if (work == null || ledger == null) {
            return Diagnosis.wrong("The ledger is not there.").because(words.errors("org.mutoscope"));
        }
        List<String> problems = work.read(tx -> {
            List<String> wrong = new ArrayList<>(ledger.verify(tx));
            if (upstream != null) {
                wrong.addAll(upstream.verify(tx));
            }
            return wrong;
        });
        return problems.isEmpty()
                ? Diagnosis.well("The ledger is sound.")
                : Diagnosis.wrong("The books do not add up. Make a backup, and look before anything else is changed.")
                        .because(problems)
                        .run("mutoscope ledger verify");
    }
}
