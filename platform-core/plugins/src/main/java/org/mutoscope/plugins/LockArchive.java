package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.mutoscope.core.plugins.Plugins.Source;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** The lock with the jars it names, in one zip: {@code plugins.lock} and {@code jars/SHA256.jar}. Enough to make a second installation equal, offline. */
final class LockArchive {
    private static final String JARS = "jars/";
    private static final int LONGEST_LOCK = 4 << 20;

    private final Installation installation;
    private final long mostBytes;

    /** @param config how much the jars of an archive may come to */
    LockArchive(Installation installation, PluginsConfig config) {
        this.installation = installation;
        this.mostBytes = config.archive_mebibytes() * 1_048_576L;
    }

    void write(OutputStream out) throws IOException {
        synchronized (installation) { // so that no jar is swept away meanwhile
            Lock lock = installation.shelf().lock();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(entry(Lock.FILE));
                zip.write(lock.bytes());
                for (String sha256 : lock.digests()) {
                    Path jar = installation.shelf().jar(sha256);
                    if (Files.exists(jar)) {
                        zip.putNextEntry(entry(JARS + sha256 + ".jar"));
                        Files.copy(jar, zip);
                    }
                }
            }
        }
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // equal locks, equal archives
        return entry;
    }

    /** What is to become equal, and the jars for it. */
    record Wanted(Lock lock, Map<String, Intent.Incoming> jars) {}

    /** Reads an archive, or a bare lock whose jars are all here; jars are copied below {@code scratch}. */
    Wanted read(Path sent, Path scratch) {
        try {
            if (!JarFacts.whole(sent)) {
                try (InputStream in = Files.newInputStream(sent)) {
                    return wanted(Lock.parse(text(in.readNBytes(LONGEST_LOCK))), null, scratch);
                }
            }
            try (ZipFile zip = new ZipFile(sent.toFile())) {
                ZipEntry lock = zip.getEntry(Lock.FILE);
                if (lock == null) {
                    throw unreadable("There is no plugins.lock in the archive.", null);
                }
                return wanted(Lock.parse(text(zip.getInputStream(lock).readNBytes(LONGEST_LOCK))), zip, scratch);
            }
        } catch (Refusal | ZipException e) {
            throw unreadable(e.getMessage(), e);
        } catch (IOException e) {
            throw new Problem(Code.DISK_FULL, "The archive could not be unpacked: " + e.getMessage(), null, e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Wanted wanted(Lock lock, ZipFile zip, Path scratch) throws IOException, Refusal {
        Map<String, Intent.Incoming> jars = new HashMap<>();
        long left = mostBytes;
        for (Lock.Line line : lock.lines()) {
            Path jar = installation.shelf().jar(line.sha256());
            ZipEntry entry = zip == null ? null : zip.getEntry(JARS + line.sha256() + ".jar");
            if (entry != null) {
                jar = scratch.resolve(line.sha256() + ".jar");
                left -= inflate(zip, entry, jar, left);
            }
            if (Files.notExists(jar)) {
                throw new Refusal("The jar of " + line.bundle() + " (SHA-256 " + line.sha256()
                        + ") is neither in the archive nor here; export the lock again, with its jars.");
            }
            JarFacts facts = JarFacts.read(jar).from(Source.UPLOAD);
            if (!facts.sha256().equals(line.sha256()) || !line.is(facts)) {
                throw new Refusal("The jar of " + line.bundle()
                        + " is not the one that plugins.lock names; export the lock again.");
            }
            jars.put(line.sha256(), new Intent.Incoming(jar, facts, line.file(), null));
        }
        return new Wanted(lock, jars);
    }

    /** What a zip says of the size of its entries may be a lie, so what comes out is counted. */
    private static long inflate(ZipFile zip, ZipEntry entry, Path to, long most) throws IOException, Refusal {
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(to)) {
            return Bounded.copy(in, out, most);
        } catch (Bounded.TooMuch e) {
            throw new Refusal(
                    "Its jars come to more than archive.mebibytes of org.mutoscope.plugins.cfg allows; raise that, or"
                            + " export the lock again.",
                    e);
        }
    }

    private static Problem unreadable(String why, Exception cause) {
        return new Problem(Code.PLUGINS_LOCK_UNREADABLE, why, "lock", cause);
    }

    /** What has to start and to stop. */
    Intent intent(Wanted wanted) {
        List<Intent.Incoming> starts = new ArrayList<>();
        List<Deployed> stops = new ArrayList<>();
        for (Lock.Line line : wanted.lock().lines()) {
            Intent.Incoming jar = wanted.jars().get(line.sha256());
            if (line.state() == Lock.State.ON && running(line).isEmpty()) {
                starts.add(jar); // the plan says whether it is trusted
            } else {
                refuseUntrusted(line, jar.facts());
            }
        }
        for (Deployed entry : installation.all()) {
            boolean stays = wanted.lock().lines().stream()
                    .anyMatch(l -> l.state() == Lock.State.ON && running(l).contains(entry));
            if (entry.runs() && !stays) {
                stops.add(entry);
            }
        }
        return new Intent(
                Verb.APPLY,
                "apply plugins.lock: " + starts.size() + " to start, " + stops.size() + " to stop",
                Lock.FILE,
                starts,
                stops);
    }

    /** What nobody may run does not come to lie here either, where a way back would run it. */
    private void refuseUntrusted(Lock.Line line, JarFacts facts) {
        Trust.Verdict verdict = installation.trust().of(facts);
        if (!verdict.allowed()) {
            throw new Problem(Code.PLUGIN_UNTRUSTED, line.bundle() + ": " + verdict.sentence());
        }
    }

    private List<Deployed> running(Lock.Line line) {
        return installation.all().stream()
                .filter(d -> d.runs() && d.facts.sha256().equals(line.sha256()))
                .toList();
    }

    /** After those that run are equal: those that do not, and the ways back. */
    void finish(Wanted wanted) throws IOException {
        synchronized (installation) {
            for (Deployed entry : List.copyOf(installation.all())) {
                if (!entry.runs()
                        && entry.facts != null
                        && wanted.lock().of(entry.facts).isEmpty()) {
                    installation.retire(entry);
                }
            }
            for (Lock.Line line : wanted.lock().lines()) {
                Intent.Incoming jar = wanted.jars().get(line.sha256());
                if (line.state() == Lock.State.OFF) {
                    installation.placeOff(jar);
                } else {
                    installation.shelf().keep(jar.jar(), line.sha256());
                }
            }
            installation.shelf().write(own(wanted));
        }
    }

    /** How a jar came to the other installation says nothing about how it came here: what is new was sent. */
    private Lock own(Wanted wanted) {
        Lock here = installation.shelf().lock();
        return new Lock(wanted.lock().lines().stream()
                .map(line -> {
                    Lock.Origin before = here.origin(line.sha256());
                    JarFacts facts = wanted.jars().get(line.sha256()).facts();
                    return line.from(before == null ? Lock.Origin.of(facts) : before);
                })
                .toList());
    }
}
