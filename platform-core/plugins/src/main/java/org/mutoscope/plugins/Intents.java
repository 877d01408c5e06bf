package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.Plugins.Change;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Finds out what a wish comes to, and refuses what makes no sense. Touches nothing that runs; what was sent lies in a file afterwards. */
final class Intents {
    private final Installation installation;

    Intents(Installation installation) {
        this.installation = installation;
    }

    /** @param sent the content of the change, or null */
    Intent of(Change change, Path sent) {
        return switch (change.verb()) {
            case INSTALL, UPGRADE -> jar(change, sent);
            case ENABLE -> enable(change.subject());
            case DISABLE, DRAIN -> stopping(change.verb(), running(change.subject()));
            case REMOVE -> stopping(change.verb(), find(change.subject()));
            case ROLLBACK -> rollback(change.subject());
            case APPLY -> throw new IllegalArgumentException("see LockArchive");
        };
    }

    /** Writes what is sent into a file. */
    Path take(InputStream content) {
        try {
            return installation.shelf().take(content);
        } catch (IOException e) {
            throw new Problem(
                    Code.DISK_FULL, "The jar could not be written into the data directory: " + e.getMessage(), null, e);
        }
    }

    private Intent jar(Change change, Path sent) {
        String fileName = safe(change.subject());
        JarFacts facts;
        try {
            facts = JarFacts.read(sent).from(change.source());
        } catch (Refusal e) {
            throw new Problem(Code.PLUGIN_REFUSED, fileName + ": " + e.getMessage(), "file", e);
        }
        Intent.Incoming incoming = new Intent.Incoming(sent, facts, fileName, null);
        List<Deployed> there = installation.running(facts.name());
        if (change.verb() == Verb.INSTALL) {
            List<Deployed> inPlace =
                    there.stream().filter(d -> d.fileName().equals(fileName)).toList();
            return new Intent(
                    Verb.INSTALL,
                    "install " + facts.name() + " " + facts.version(),
                    facts.name(),
                    List.of(incoming),
                    inPlace);
        }
        if (there.isEmpty()) {
            throw new Problem(
                    Code.PLUGIN_NOT_FOUND,
                    "No version of " + facts.name()
                            + " runs, so there is nothing to upgrade; `mutoscope plugin install` it.");
        }
        return new Intent(
                Verb.UPGRADE,
                "upgrade " + facts.name() + " " + versions(there) + " -> " + facts.version(),
                facts.name(),
                List.of(incoming),
                there);
    }

    private static String versions(List<Deployed> there) {
        return there.stream().map(d -> d.facts.version().toString()).collect(Collectors.joining(", "));
    }

    private Intent enable(String subject) {
        Deployed entry = find(subject);
        if (entry.facts == null) {
            throw new Problem(Code.PLUGIN_REFUSED, entry.called() + ": " + entry.failure, "name", null);
        }
        return new Intent(
                Verb.ENABLE,
                "enable " + entry.facts.name() + " " + entry.facts.version(),
                entry.facts.name(),
                entry.runs() && !entry.draining ? List.of() : List.of(Intent.Incoming.of(entry)),
                entry.draining ? List.of(entry) : List.of());
    }

    private static Intent stopping(Verb verb, Deployed entry) {
        String name = entry.facts == null ? entry.fileName() : entry.facts.name();
        String version = entry.facts == null ? "" : " " + entry.facts.version();
        return new Intent(
                verb, verb.name().toLowerCase(Locale.ROOT) + " " + name + version, name, List.of(), List.of(entry));
    }

    /** This very version goes; what ran before runs again, unless another version runs beside it. */
    Intent away(Deployed entry) {
        String name = entry.facts.name();
        List<Deployed> others =
                installation.running(name).stream().filter(d -> d != entry).toList();
        return others.isEmpty()
                ? rollback(name)
                : new Intent(
                        Verb.ROLLBACK,
                        "rollback " + name + " " + entry.facts.version() + " -> " + versions(others),
                        name,
                        List.of(),
                        List.of(entry));
    }

    /** What ran before runs again, and what runs now goes; of two versions side by side the newer goes. */
    Intent rollback(String name) {
        List<Deployed> there = installation.running(name);
        if (there.size() > 1) {
            return new Intent(
                    Verb.ROLLBACK,
                    "rollback " + name + " " + there.get(0).facts.version() + " -> "
                            + there.get(1).facts.version(),
                    name,
                    List.of(),
                    List.of(there.get(0)));
        }
        Lock.Line back = installation
                .back(name)
                .orElseThrow(() -> new Problem(
                        Code.NOTHING_TO_GO_BACK_TO,
                        "No earlier version of " + name + " is kept; install the one you want."));
        Path jar = installation.shelf().jar(back.sha256());
        JarFacts facts;
        try {
            facts = JarFacts.read(jar);
        } catch (Refusal e) {
            throw new Problem(Code.PLUGIN_REFUSED, back.bundle() + ", as kept: " + e.getMessage(), "name", e);
        }
        if (!facts.sha256().equals(back.sha256())) {
            throw new Problem(
                    Code.PLUGIN_REFUSED,
                    back.bundle() + ", as kept, is not what plugins.lock says; install it from where you got it.");
        }
        return new Intent(
                Verb.ROLLBACK,
                "rollback " + name + " " + (there.isEmpty() ? "(none)" : versions(there)) + " -> " + back.version(),
                name,
                List.of(lying(back)
                        .map(Intent.Incoming::of)
                        .orElseGet(() -> new Intent.Incoming(jar, facts, free(back, there), null))),
                there);
    }

    /** Its file, if that is still in {@code deploy/}: it was switched off, or could not be deleted. */
    private Optional<Deployed> lying(Lock.Line back) {
        return installation.all().stream()
                .filter(d -> !d.runs()
                        && d.off
                        && d.facts != null
                        && d.facts.sha256().equals(back.sha256()))
                .findFirst();
    }

    /** The name it had, unless another version has taken it; that one goes afterwards, so it may be there until then. */
    private String free(Lock.Line back, List<Deployed> there) {
        boolean taken = there.stream()
                .anyMatch(d -> d.fileName().equals(back.file()) && !d.called().equals(back.bundle()));
        return taken ? back.name() + "-" + back.version() + ".jar" : back.file();
    }

    private Deployed running(String subject) {
        Deployed entry = find(subject);
        if (!entry.runs()) {
            throw new Problem(Code.PLUGIN_REFUSED, entry.called() + " does not run.", "name", null);
        }
        return entry;
    }

    private Deployed find(String subject) {
        return installation
                .find(subject)
                .orElseThrow(() -> new Problem(
                        Code.PLUGIN_NOT_FOUND, "There is no plugin " + subject + "; see `mutoscope plugin list`."));
    }

    private static String safe(String fileName) {
        if (fileName == null || !fileName.matches(Plugins.FILE_NAME)) {
            throw new Problem(
                    Code.PLUGIN_REFUSED,
                    "A bundle's file name has letters, digits, . _ + @ - and ends in .jar, for example"
                            + " acme-backend-1.0.0.jar.",
                    "file",
                    null);
        }
        return fileName;
    }
}
