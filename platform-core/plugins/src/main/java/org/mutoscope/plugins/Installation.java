package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs and what is to run. Who changes something holds its monitor, so that one change at a time touches the framework; reading needs none. */
final class Installation {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
    private static final Comparator<Deployed> NEWEST = Comparator.comparing(
                    (Deployed d) -> d.facts == null ? null : d.facts.version(),
                    Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed();

    /** A name that can be the rest of a line. */
    private static final String LISTED = "[^\\p{Cntrl}\\\\]+";

    private final Path own;
    private final Shelf shelf;
    private final BundleRunner runner;
    private final Consumer<Deployed> arrived;
    private final Map<Path, Deployed> known = new ConcurrentHashMap<>();
    private boolean somethingCame;

    /** @param own where uploads go @param arrived hears of each bundle that came by a file */
    Installation(Path own, Shelf shelf, BundleRunner runner, Consumer<Deployed> arrived) {
        this.own = own;
        this.shelf = shelf;
        this.runner = runner;
        this.arrived = arrived;
    }

    Shelf shelf() {
        return shelf;
    }

    BundleRunner runner() {
        return runner;
    }

    Collection<Deployed> all() {
        return known.values();
    }

    Deployed at(Path file) {
        return known.get(file);
    }

    void put(Deployed entry) {
        known.put(entry.file, entry);
    }

    /** The newest that fits. */
    Optional<Deployed> find(String nameAndVersion) {
        return known.values().stream().filter(d -> d.matches(nameAndVersion)).min(NEWEST);
    }

    /** Versions of a name that run, newest first. */
    List<Deployed> running(String name) {
        return known.values().stream()
                .filter(d -> d.runs() && d.facts.name().equals(name))
                .sorted(NEWEST)
                .toList();
    }

    /** A file is there that nobody has decided on: runs it unless it was switched off. */
    synchronized void decide(Deployed entry) {
        entry.starting(true);
        try {
            if (!entry.fileName().matches(LISTED)) {
                throw new Refusal("Its file name cannot stand in plugins.lock; take letters, digits, dots and dashes.");
            }
            entry.facts = JarFacts.read(entry.file);
            Optional<Lock.Line> line = shelf.lock().of(entry.facts);
            entry.off = line.isPresent() && line.get().state() == Lock.State.OFF;
            if (!entry.off) {
                run(entry);
                arrived.accept(entry);
            }
        } catch (Refusal e) {
            entry.failed(e);
            LOG.error("{} does not run. {}", entry.fileName(), entry.failure);
        } finally {
            entry.starting(false);
        }
    }

    /** Runs what a file holds, and writes it down. */
    synchronized void run(Deployed entry) throws Refusal {
        refuseSecond(entry.facts, List.of(entry));
        entry.bundle = runner.start(keep(entry.file, entry.facts.sha256()), entry.facts);
        entry.off = false;
        entry.failure = null;
        entry.cause = null;
        write(entry, Lock.State.ON);
        somethingCame = true;
    }

    /** Where a jar is put: under its file's name, unless another bundle has that, which goes on under it or has to be there to come back. */
    private Path place(Intent.Incoming incoming) {
        Path wanted = own.resolve(incoming.fileName());
        Deployed there = known.get(wanted);
        boolean free = there == null
                || there.facts == null
                || there.facts.called().equals(incoming.facts().called());
        return free
                ? wanted
                : own.resolve(incoming.facts().name() + "-" + incoming.facts().version() + ".jar");
    }

    /** Lets the framework know of all that is to start before the first of them does. */
    synchronized List<Bundle> stage(List<Intent.Incoming> starts) throws Refusal {
        List<Path> jars = new ArrayList<>();
        for (Intent.Incoming start : starts) {
            jars.add(keep(start.jar(), start.facts().sha256()));
        }
        return runner.stage(jars);
    }

    /** Puts a jar into {@code deploy/} that is switched off. */
    synchronized void placeOff(Intent.Incoming incoming) throws IOException {
        Path file = place(incoming);
        Path part = Files.createTempFile(own, ".new-", ".part");
        Files.copy(shelf.keep(incoming.jar(), incoming.facts().sha256()), part, StandardCopyOption.REPLACE_EXISTING);
        Deployed entry = new Deployed(file, Deployed.Stamp.of(part));
        entry.facts = incoming.facts();
        entry.off = true;
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        known.put(file, entry);
        write(entry, Lock.State.OFF);
    }

    /** Runs a jar that comes from elsewhere and puts it into {@code deploy/} once it runs. */
    synchronized Deployed bring(Intent.Incoming incoming) throws Refusal {
        Path file = place(incoming);
        Path jar = keep(incoming.jar(), incoming.facts().sha256());
        Deployed trial = new Deployed(file, new Deployed.Stamp(-1, -1));
        trial.facts = incoming.facts();
        refuseSecond(trial.facts, List.of());
        Bundle bundle = runner.start(jar, trial.facts);
        try {
            Path part = Files.createTempFile(own, ".new-", ".part");
            Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
            Deployed entry = new Deployed(file, Deployed.Stamp.of(part));
            entry.facts = trial.facts;
            entry.bundle = bundle;
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            known.put(file, entry);
            write(entry, Lock.State.ON);
            somethingCame = true;
            return entry;
        } catch (IOException e) {
            trial.bundle = bundle;
            runner.withdraw(trial);
            throw new Refusal("It could not be written into deploy/ (" + e.getMessage() + "); free some space.", e);
        }
    }

    /** The new content of a file does not run: what ran before goes on, or runs again. */
    synchronized void keepOn(Deployed before, Deployed entry) {
        try {
            if (!before.runs()) {
                before.bundle = runner.start(shelf.jar(before.facts.sha256()), before.facts);
                write(before, Lock.State.ON);
            }
            entry.facts = before.facts;
            entry.bundle = before.bundle;
            LOG.error("{}: its new content is refused, what ran goes on. {}", entry.fileName(), entry.failure);
        } catch (Refusal e) {
            LOG.error("{}: what ran before does not run again either. {}", entry.fileName(), e.getMessage());
        }
    }

    private Path keep(Path from, String sha256) throws Refusal {
        try {
            return shelf.keep(from, sha256);
        } catch (IOException e) {
            throw new Refusal(
                    "It could not be copied into the data directory (" + e.getMessage() + "); free some space.", e);
        }
    }

    /** Nothing of that name and version may run yet, but for what goes first. */
    void refuseSecond(JarFacts facts, Collection<Deployed> going) throws Refusal {
        runner.refusePlatforms(facts);
        for (Deployed other : known.values()) {
            if (!going.contains(other) && other.runs() && other.facts.called().equals(facts.called())) {
                throw new Refusal(
                        other.facts.sha256().equals(facts.sha256())
                                ? "It is already here as " + other.fileName() + "; nothing was done."
                                : "Another jar with the same name and version runs (" + other.fileName()
                                        + "); raise Bundle-Version, or remove that one first.");
            }
        }
    }

    private void write(Deployed entry, Lock.State state) {
        shelf.write(shelf.lock().with(Lock.Line.of(state, entry.facts, entry.fileName())));
    }

    /** What came does not do: it goes again, and leaves no trace. */
    synchronized void withdrawTrial(Deployed entry) {
        JarFacts facts = entry.facts;
        runner.withdraw(entry);
        if (known.remove(entry.file, entry)) {
            shelf.write(
                    shelf.lock().without(line -> line.is(facts) && line.sha256().equals(facts.sha256())));
            try {
                Files.deleteIfExists(entry.file);
            } catch (IOException e) {
                LOG.warn("{} could not be deleted", entry.file, e);
            }
        }
    }

    /** What had to go first runs again. */
    synchronized void restore(Deployed entry) {
        try {
            Path jar = shelf.jar(entry.facts.sha256());
            if (Files.notExists(entry.file)) {
                Files.copy(jar, entry.file);
            }
            Deployed again = new Deployed(entry.file, Deployed.Stamp.of(entry.file));
            again.facts = entry.facts;
            again.bundle = runner.start(jar, entry.facts);
            known.put(again.file, again);
            write(again, Lock.State.ON);
        } catch (IOException | Refusal e) {
            LOG.error("{} does not run again", entry.called(), e);
        }
    }

    /** Stops it and keeps its file; it stays off at the next start too. */
    synchronized void switchOff(Deployed entry) {
        runner.withdraw(entry);
        entry.off = true;
        write(entry, Lock.State.OFF);
    }

    /** Stops it, deletes its file, and keeps its content as the way back. @return a remark, or null */
    synchronized String retire(Deployed entry) {
        boolean ran = entry.runs();
        runner.withdraw(entry);
        if (entry.facts != null && (ran || shelf.lock().digests().contains(entry.facts.sha256()))) {
            shelf.write(shelf.lock().retired(Lock.Line.of(Lock.State.BACK, entry.facts, entry.fileName())));
        }
        if (known.get(entry.file) != entry) {
            return null; // its file has other content by now
        }
        known.remove(entry.file);
        try {
            Files.deleteIfExists(entry.file);
            return null;
        } catch (IOException e) {
            entry.off = true;
            known.put(entry.file, entry);
            write(entry, Lock.State.OFF);
            return "its file could not be deleted (" + e.getMessage() + ") and is switched off instead";
        }
    }

    /** Somebody deleted the file. */
    synchronized void vanished(Deployed entry) {
        known.remove(entry.file);
        if (entry.facts != null) {
            retire(entry);
        }
    }

    /** Files that were deleted while the platform was stopped were deleted all the same. */
    synchronized void reconcile() {
        for (Lock.Line line : shelf.lock().lines()) {
            boolean there = known.values().stream().anyMatch(d -> d.facts != null && line.is(d.facts));
            if (line.state() != Lock.State.BACK && !there) {
                LOG.info(
                        "{} was deleted from deploy/ while the platform was stopped; plugin rollback brings it back",
                        line.bundle());
                shelf.write(shelf.lock().retired(line));
            }
        }
    }

    /** What lacked something gets another chance when something has come. */
    synchronized void tryAgain() {
        while (somethingCame) {
            somethingCame = false;
            for (Deployed entry : List.copyOf(known.values())) {
                if (entry.lacks && !entry.runs() && !entry.off) {
                    entry.lacks = false;
                    entry.failure = null;
                    decide(entry);
                } else if (entry.runs() && entry.bundle.getState() == Bundle.INSTALLED) {
                    somethingCame |= runner.again(entry.bundle) == null; // its exporter went and has come back
                }
            }
        }
    }
}
