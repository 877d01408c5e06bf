package org.mutoscope.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mutoscope.core.plugins.Plugins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what runs equal to the jars in the deploy folders (the installation's own below its data directory, and the one beside the program): a new
 * jar is installed, a changed one replaced, a deleted one removed.
 */
final class DeployFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);

    private final Installation installation;
    private final List<Path> folders;
    private final PluginsConfig config;
    private final Drops drops;
    private final Replacing replacing;
    private boolean looked;

    DeployFolder(Parts parts, List<Path> folders, PluginsConfig config, Replacing replacing) {
        this.installation = parts.installation();
        this.drops = parts.drops();
        this.replacing = replacing;
        this.folders = List.copyOf(folders);
        this.config = config;
    }

    /** Brings the bundles in line with the files. */
    void scan() {
        synchronized (installation) {
            Map<Path, Deployed.Stamp> there = look();
            for (Deployed gone : List.copyOf(installation.all())) {
                // Asked again by name: a listing may miss a file that is being replaced by a rename at that moment.
                if (!gone.starting()
                        && !there.containsKey(gone.file)
                        && Files.notExists(gone.file, LinkOption.NOFOLLOW_LINKS)) {
                    drops.gone(gone);
                }
            }
            there.forEach(this::consider);
            if (!looked) {
                drops.reconcile();
                looked = true;
            }
            installation.tryAgain(drops::again);
        }
    }

    private Map<Path, Deployed.Stamp> look() {
        Map<Path, Deployed.Stamp> there = new LinkedHashMap<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    there.put(file, Deployed.Stamp.seen(file));
                }
            } catch (IOException e) { // a file that goes while we look is seen at the next look
                LOG.debug("could not look through {}", folder, e);
            }
        }
        return there;
    }

    private void consider(Path file, Deployed.Stamp stamp) {
        Deployed before = installation.at(file);
        if (before != null && before.starting()) {
            return; // somebody is at it; looked at again when that is over
        }
        if (before != null && before.stamp.equals(stamp)) {
            if (!before.decided()) {
                decide(before);
            }
            return;
        }
        Deployed entry = new Deployed(file, stamp);
        if (before == null || !before.runs()) {
            installation.put(entry);
            decide(entry);
        } else if (JarFacts.whole(file)) { // else still being copied: the old one serves until the new is whole
            replace(before, entry);
        }
    }

    private void decide(Deployed entry) {
        if (JarFacts.whole(entry.file)) {
            drops.came(entry, !looked);
        } else if (System.nanoTime() - entry.seenAt > TimeUnit.MILLISECONDS.toNanos(config.settle_milliseconds())) {
            drops.refused(entry, new Refusal(JarFacts.broken(entry.file)));
        }
    }

    /** Has a change done on another thread, and tells {@link Deployed} when it has ended. */
    interface Replacing {
        /** @return whether it was begun */
        boolean test(Intent intent, Deployed entry);
    }

    /** New content under an old name: the old bundle goes first if it has the same version, afterwards if another. */
    private void replace(Deployed before, Deployed entry) {
        try {
            entry.facts = JarFacts.read(entry.file);
            installation.trust().admit(entry.facts); // before what runs has gone
        } catch (Refusal e) {
            drops.spoilt(before, entry, e);
            return;
        }
        Intent intent = new Intent(
                Plugins.Verb.INSTALL,
                "replace " + before.facts.name() + " " + before.facts.version() + " -> " + entry.facts.version()
                        + " in " + entry.fileName(),
                entry.facts.name(),
                List.of(Intent.Incoming.of(entry)),
                List.of(before));
        entry.starting(true);
        installation.put(entry);
        if (!replacing.test(intent, entry)) { // somebody changes that bundle now: seen again at the next look
            entry.starting(false);
            installation.put(before);
        }
    }
}
