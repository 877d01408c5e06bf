package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the running bundles equal to the jars in the deploy folders (the installation's own below its data directory, and the one beside
 * the program): a new jar is installed, a changed one replaced, a deleted one removed.
 * The one way in, whoever asks. A jar is copied to a content-named file before the framework gets it, so that the operator may delete or
 * overwrite the original while it runs.
 */
@Component(service = Plugins.class, immediate = true, configurationPid = "org.mutoscope.plugins")
@Designate(ocd = PluginsConfig.class)
public final class DeployFolder implements Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);

    private final PluginsConfig config;
    private final BundleRunner runner;
    private final List<Path> folders = new ArrayList<>();
    private final Path own;
    private final Map<Path, Deployed> known = new LinkedHashMap<>();
    private final FolderWatch watch;

    /** Opens the folders and begins to watch; what is there is installed on the watching thread. */
    @Activate
    public DeployFolder(BundleContext context, PluginsConfig config, @Reference SwappableServices services)
            throws IOException {
        this.config = config;
        Path data = Path.of(setting(context, "mutoscope.data", "data"));
        this.own =
                Files.createDirectories(data.resolve("deploy")).toAbsolutePath().normalize();
        folders.add(own);
        Path shared = Path.of(setting(context, "mutoscope.deploy", own.toString()))
                .toAbsolutePath()
                .normalize();
        if (Files.isDirectory(shared) && !shared.equals(own)) {
            folders.add(shared);
        }
        Path staged = Files.createDirectories(data.resolve("run").resolve("plugins"));
        this.runner = new BundleRunner(context, (ServiceRegistry) services, staged);
        this.watch = new FolderWatch(folders, config.rescan_milliseconds(), this::scan);
        watch.start();
    }

    private static String setting(BundleContext context, String key, String otherwise) {
        String value = context.getProperty(key);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** Stops watching. The bundles stay: the framework stops them. */
    @Deactivate
    public void close() {
        watch.close();
    }

    /** Brings the bundles in line with the files. */
    synchronized void scan() {
        Map<Path, Deployed.Stamp> there = look();
        for (Deployed gone : List.copyOf(known.values())) {
            // Asked again by name: a listing may miss a file that is being replaced by a rename at that moment.
            if (!there.containsKey(gone.file) && Files.notExists(gone.file)) {
                known.remove(gone.file);
                runner.withdraw(gone);
            }
        }
        there.forEach(this::consider);
    }

    private Map<Path, Deployed.Stamp> look() {
        Map<Path, Deployed.Stamp> there = new LinkedHashMap<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    there.put(
                            file,
                            new Deployed.Stamp(
                                    Files.size(file),
                                    Files.getLastModifiedTime(file).toMillis()));
                }
            } catch (IOException e) { // a file that goes while we look is seen at the next look
                LOG.debug("could not look through {}", folder, e);
            }
        }
        return there;
    }

    private void consider(Path file, Deployed.Stamp stamp) {
        Deployed before = known.get(file);
        if (before != null && before.stamp.equals(stamp)) {
            if (!before.decided()) {
                decide(before);
            }
            return;
        }
        Deployed entry = new Deployed(file, stamp, System.nanoTime());
        known.put(file, entry);
        if (before != null && before.bundle != null) {
            replace(before, entry);
        } else {
            decide(entry);
        }
    }

    private void decide(Deployed entry) {
        if (JarFacts.whole(entry.file)) {
            runner.install(entry, known.values());
        } else if (System.nanoTime() - entry.seenAt > TimeUnit.MILLISECONDS.toNanos(config.settle_milliseconds())) {
            entry.failure = "It is not a complete jar: its end is missing or damaged; copy it again.";
            LOG.error("{}: {}", entry.file.getFileName(), entry.failure);
        }
    }

    /** New content under an old name: the old bundle goes first if it has the same version, afterwards if another. */
    private void replace(Deployed before, Deployed entry) {
        if (!JarFacts.whole(entry.file)) {
            known.put(entry.file, before); // still being copied: the old one serves until the new is whole
            return;
        }
        try {
            JarFacts facts = JarFacts.read(entry.file);
            if (facts.name().equals(before.facts.name()) && facts.version().equals(before.facts.version())) {
                runner.withdraw(before); // two of one name and version cannot stand side by side
            }
        } catch (Refusal e) {
            runner.keep(before, entry, e);
            return;
        }
        runner.install(entry, known.values());
        if (before.bundle != null) {
            retire(before);
        }
    }

    /** Lets the replaced bundle's work end first, on a thread of its own: others may be deployed meanwhile. */
    private void retire(Deployed before) {
        Thread retiring = new Thread(
                () -> {
                    runner.drain(before, config.drain_seconds());
                    runner.withdraw(before);
                },
                "deploy-retire");
        retiring.setDaemon(true);
        retiring.start();
    }

    @Override
    public synchronized List<Plugin> list() {
        return known.values().stream().map(runner::describe).sorted(BY_NAME).toList();
    }

    private static final Comparator<Plugin> BY_NAME = Comparator.comparing(Plugin::name)
            .thenComparing(
                    p -> p.version() == null
                            ? org.osgi.framework.Version.emptyVersion
                            : org.osgi.framework.Version.parseVersion(p.version()),
                    Comparator.reverseOrder());

    @Override
    public synchronized Optional<Plugin> find(String nameAndVersion) {
        return known.values().stream()
                .filter(d -> d.matches(nameAndVersion))
                .map(runner::describe)
                .min(BY_NAME);
    }

    @Override
    public Plugin install(String fileName, InputStream jar) {
        Path target = own.resolve(safe(fileName));
        try {
            Path part = Files.createTempFile(own, ".upload-", ".part");
            try {
                Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
                JarFacts.read(part); // refused before it has a name that is watched
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (Refusal e) {
            throw new Problem(Code.PLUGIN_REFUSED, target.getFileName() + ": " + e.getMessage(), "file", e);
        } catch (IOException e) {
            throw new Problem(Code.DISK_FULL, "The jar could not be written into deploy/: " + e.getMessage(), null, e);
        }
        scan();
        return outcome(target);
    }

    private Plugin outcome(Path target) {
        Deployed entry;
        synchronized (this) {
            entry = known.get(target);
        }
        if (entry != null && entry.bundle != null) {
            runner.awaitServices(entry, config.appear_milliseconds());
        }
        Plugin plugin = find(target.getFileName().toString())
                .orElseThrow(() -> new Problem(
                        Code.PLUGIN_REFUSED, "The jar was removed from deploy/ while it was being installed."));
        if (plugin.state().equals("FAILED")) {
            throw new Problem(Code.PLUGIN_REFUSED, plugin.name() + ": " + plugin.sentence(), "file", null);
        }
        return plugin;
    }

    private static String safe(String fileName) {
        if (fileName == null || !fileName.matches(FILE_NAME)) {
            throw new Problem(
                    Code.PLUGIN_REFUSED,
                    "A bundle's file name has letters, digits, . _ + @ - and ends in .jar, for example acme-backend-1.0.0.jar.",
                    "file",
                    null);
        }
        return fileName;
    }

    @Override
    public Plugin remove(String nameAndVersion, int drainSeconds) {
        Deployed entry;
        synchronized (this) {
            entry = known.values().stream()
                    .filter(d -> d.matches(nameAndVersion))
                    .min(Comparator.comparing(runner::describe, BY_NAME))
                    .orElseThrow(() -> new Problem(
                            Code.PLUGIN_NOT_FOUND,
                            "There is no plugin " + nameAndVersion + "; see `mutoscope plugin list`."));
            entry.draining = true;
        }
        Plugin was = runner.describe(entry);
        runner.drain(entry, drainSeconds); // outside the lock: others may be deployed meanwhile
        synchronized (this) {
            known.remove(entry.file);
            runner.withdraw(entry);
            try {
                Files.deleteIfExists(entry.file);
            } catch (IOException e) {
                throw new Problem(
                        Code.PLUGIN_REFUSED,
                        "It was stopped, but its file in deploy/ could not be deleted: " + e.getMessage(),
                        null,
                        e);
            }
        }
        return new Plugin(
                was.name(),
                was.version(),
                was.file(),
                "REMOVED",
                "It was removed.",
                List.of(),
                was.sha256(),
                0,
                was.tested());
    }
}
