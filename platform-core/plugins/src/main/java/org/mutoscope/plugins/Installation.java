package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
    private final Trust trust;
    private final Shelf shelf;
    private final BundleRunner runner;
    private final Map<Path, Deployed> known = new ConcurrentHashMap<>();
    private boolean somethingCame;

    /** @param own where uploads go */
    Installation(Path own, Trust trust, BundleRunner runner) {
        this.own = own;
        this.trust = trust;
        this.shelf = trust.shelf();
        this.runner = runner;
    }

    Shelf shelf() {
        return shelf;
    }

    Trust trust() {
        return trust;
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

    /** Whether there is something to go back to. */
    boolean hasBefore(String name) {
        return running(name).size() > 1 || back(name).isPresent();
    }

    /** What to go back to; never to what did harm. */
    Optional<Lock.Line> back(String name) {
        return shelf.lock().without(line -> shelf.why(line.sha256()) != null).back(name);
    }

    /** Finds out what a file is, and whether it is to run. */
    synchronized void read(Deployed entry) throws Refusal {
        if (!entry.fileName().matches(LISTED)) {
            throw new Refusal("Its file name cannot stand in plugins.lock; take letters, digits, dots and dashes.");
        }
        entry.facts = JarFacts.read(entry.file);
        Lock.Line off = shelf.lock()
                .of(entry.facts)
                .filter(line -> line.state() == Lock.State.OFF)
                .orElse(null);
        entry.quarantine = off == null ? null : shelf.why(off.sha256());
        boolean mended = entry.quarantine != null && !off.sha256().equals(entry.facts.sha256());
        entry.off = off != null && !mended;
        if (!entry.off) {
            admit(entry);
        }
    }

    private void admit(Deployed entry) throws Refusal {
        try {
            trust.admit(entry.facts);
        } catch (Refusal e) {
            boolean spoilt = shelf.lock()
                    .of(entry.facts)
                    .filter(line -> !line.sha256().equals(entry.facts.sha256()))
                    .isPresent();
            entry.facts = spoilt ? null : entry.facts; // who is not trusted does not take the place of what was there
            throw e;
        }
    }

    /** Whether this very content ran well before. */
    boolean servedBefore(Deployed entry) {
        return shelf.lock()
                .of(entry.facts)
                .filter(line -> line.state() == Lock.State.ON && line.sha256().equals(entry.facts.sha256()))
                .isPresent();
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

    /** It did harm: stops it, and does not run it again until somebody wants that knowingly. */
    synchronized void quarantine(Deployed entry, String words) {
        shelf.noteWhy(entry.facts.sha256(), words);
        entry.quarantine = words;
        entry.failure = null;
        entry.lacks = false;
        switchOff(entry);
    }

    /** It was wanted knowingly, and runs well. */
    synchronized void forgive(Deployed entry) {
        entry.quarantine = null;
        shelf.forget(entry.facts.sha256());
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

    /** What overwrote a file is bad: what was in it before serves on, and lies there again. */
    synchronized void putBack(Deployed before, Deployed entry) {
        runner.drain(entry, 0, () -> false);
        runner.withdraw(entry);
        JarFacts bad = entry.facts;
        shelf.write(shelf.lock().without(line -> line.sha256().equals(bad.sha256())));
        try {
            Path part = Files.createTempFile(before.file.toAbsolutePath().getParent(), ".back-", ".part");
            Files.copy(shelf.jar(before.facts.sha256()), part, StandardCopyOption.REPLACE_EXISTING);
            Deployed again = new Deployed(before.file, Deployed.Stamp.of(part));
            again.facts = before.facts;
            again.bundle = before.runs() ? before.bundle : runner.start(shelf.jar(before.facts.sha256()), before.facts);
            Files.move(part, before.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            known.put(again.file, again);
            write(again, Lock.State.ON);
        } catch (IOException | Refusal e) {
            entry.failed(new Refusal("It was taken back, and its file could not be put back (" + e.getMessage()
                    + "); put the version before it there."));
            keepOn(before, entry);
        }
    }

    /** Another jar of its version took its place: it is the way back. */
    synchronized void keepBack(Deployed entry) {
        if (!shelf.lock().digests().contains(entry.facts.sha256())) {
            shelf.write(shelf.lock().retired(Lock.Line.of(Lock.State.BACK, entry.facts, entry.fileName())));
        }
    }

    private Path keep(Path from, String sha256) throws Refusal {
        try {
            return shelf.keep(from, sha256);
        } catch (Shelf.Changed e) {
            throw new Refusal(e.getMessage(), e);
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

    /** Stops it, deletes its file, and keeps its content as the way back unless it was in quarantine. @return a remark, or null */
    synchronized String retire(Deployed entry) {
        boolean ran = entry.runs();
        runner.withdraw(entry);
        String harm = ran || entry.facts == null ? null : shelf.why(entry.facts.sha256());
        if (harm != null) {
            dropped(entry.facts.sha256()); // it is no way back, and leaves the one there is
        } else if (entry.facts != null && (ran || shelf.lock().digests().contains(entry.facts.sha256()))) {
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
            if (harm != null) {
                shelf.noteWhy(entry.facts.sha256(), harm);
            }
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

    /** Bundles of the lock that are to be there and are not: each with the file that has its place now, or null if that was deleted. */
    synchronized Map<Lock.Line, Optional<Deployed>> missing() {
        Map<Lock.Line, Optional<Deployed>> missing = new LinkedHashMap<>();
        for (Lock.Line line : shelf.lock().lines()) {
            boolean there = known.values().stream().anyMatch(d -> d.facts != null && line.is(d.facts));
            if (line.state() != Lock.State.BACK && !there) {
                missing.put(
                        line,
                        known.values().stream()
                                .filter(d -> d.fileName().equals(line.file())
                                        && !d.runs()
                                        && (!d.off || d.quarantine != null))
                                .findFirst());
            }
        }
        return missing;
    }

    /** Serves what the lock says from what is kept; the file that has its place stays as it is. */
    synchronized void serveKept(Lock.Line line, Deployed spoilt) throws Refusal {
        Path jar = shelf.jar(line.sha256());
        JarFacts facts = JarFacts.read(jar);
        if (!facts.sha256().equals(line.sha256())) {
            throw new Refusal("It is not what plugins.lock says; install it from where you got it.");
        }
        trust.admit(facts);
        spoilt.bundle = runner.start(jar, facts);
        if (spoilt.failure == null) {
            spoilt.failure = spoilt.quarantine == null ? JarFacts.broken(spoilt.file) : spoilt.quarantine;
        }
        spoilt.facts = facts;
        spoilt.lacks = false;
        spoilt.off = false;
        spoilt.quarantine = null;
        somethingCame = true;
    }

    /** It was deleted while the platform was stopped: that is meant as much as if it had run. */
    synchronized void deleted(Lock.Line line) {
        if (line.state() == Lock.State.OFF && shelf.why(line.sha256()) != null) {
            dropped(line.sha256());
        } else {
            shelf.write(shelf.lock().retired(line));
        }
    }

    private void dropped(String sha256) {
        shelf.write(shelf.lock().without(line -> line.sha256().equals(sha256)));
        shelf.forget(sha256);
    }

    /** What lacked something gets another chance when something has come. */
    synchronized void tryAgain(Consumer<Deployed> chance) {
        while (somethingCame) {
            somethingCame = false;
            for (Deployed entry : List.copyOf(known.values())) {
                if (entry.lacks && !entry.runs() && !entry.off) {
                    chance.accept(entry);
                } else if (entry.runs() && entry.bundle.getState() == Bundle.INSTALLED) {
                    somethingCame |= runner.again(entry.bundle) == null; // its exporter went and has come back
                }
            }
        }
    }
}
