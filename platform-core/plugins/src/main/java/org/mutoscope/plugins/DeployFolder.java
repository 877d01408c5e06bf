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
    private boolean looked;

    DeployFolder(Installation installation, List<Path> folders, PluginsConfig config) {
        this.installation = installation;
        this.folders = List.copyOf(folders);
        this.config = config;
    }

    /** Brings the bundles in line with the files. */
    void scan() {
        synchronized (installation) {
            Map<Path, Deployed.Stamp> there = look();
            for (Deployed gone : List.copyOf(installation.all())) {
                // Asked again by name: a listing may miss a file that is being replaced by a rename at that moment.
                if (!there.containsKey(gone.file) && Files.notExists(gone.file, LinkOption.NOFOLLOW_LINKS)) {
                    installation.vanished(gone);
                }
            }
            there.forEach(this::consider);
            if (!looked) {
                installation.reconcile();
                looked = true;
            }
            installation.tryAgain();
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
            installation.put(entry);
            replace(before, entry);
        }
    }

    private void decide(Deployed entry) {
        if (JarFacts.whole(entry.file)) {
            installation.decide(entry);
        } else if (System.nanoTime() - entry.seenAt > TimeUnit.MILLISECONDS.toNanos(config.settle_milliseconds())) {
            entry.failed(new Refusal(JarFacts.broken(entry.file)));
            LOG.error("{}: {}", entry.fileName(), entry.failure);
        }
    }

    /** New content under an old name: the old bundle goes first if it has the same version, afterwards if another. */
    private void replace(Deployed before, Deployed entry) {
        try {
            JarFacts facts = JarFacts.read(entry.file);
            installation.trust().admit(facts); // before what runs has gone
            if (facts.called().equals(before.facts.called())) {
                installation.retire(before); // two of one name and version cannot stand side by side
            }
        } catch (Refusal e) {
            entry.failed(e);
            installation.keepOn(before, entry);
            return;
        }
        installation.decide(entry);
        if (!entry.runs() && !entry.off) {
            installation.keepOn(before, entry);
        } else if (before.runs()) {
            letGo(before);
        }
    }

    /** Lets the replaced bundle's work end first, on a thread of its own: others may be deployed meanwhile. */
    private void letGo(Deployed before) {
        Thread retiring = new Thread(
                () -> {
                    installation.runner().drain(before, config.drain_seconds());
                    installation.retire(before);
                },
                "deploy-retire");
        retiring.setDaemon(true);
        retiring.start();
    }
}
