package org.mutoscope.plugins;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.plugins.PartnerCalls;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.SwappableServices;
import org.mutoscope.core.problem.Problem;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where changes are asked for: finds out what a wish comes to, plans it, has it done, watches what came of it. */
@Component(service = Plugins.class, immediate = true, configurationPid = "org.mutoscope.plugins")
@Designate(ocd = PluginsConfig.class)
public final class PluginDesk implements Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(PluginDesk.class);
    /** How long somebody who looks waits for a bundle that is just starting. */
    private static final int PATIENCE_MILLISECONDS = 2_000;

    private static final int CLOSING_SECONDS = 10;

    private final Installation installation;
    private final FolderWatch watch;
    private final Intents intents;
    private final Planner planner;
    private final Changes changes;
    private final Operations operations;
    private final LockArchive archive;
    private final Reasons reasons;
    private final WayBack wayBack;
    private final GuardedCalls calls;
    private final int drainSeconds;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "plugin-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** Opens the folders and begins to watch; what is there is installed on the watching thread. */
    @Activate
    public PluginDesk(
            BundleContext context,
            PluginsConfig config,
            @Reference SwappableServices services,
            @Reference PartnerCalls calls)
            throws IOException {
        Path data = Path.of(setting(context, "mutoscope.data", "data"));
        Path own =
                Files.createDirectories(data.resolve("deploy")).toAbsolutePath().normalize();
        Shelf shelf = new Shelf(data);
        BundleRunner runner = new BundleRunner(context, (ServiceRegistry) services, config, shelf.jars());
        Path keys = Path.of(setting(context, "mutoscope.conf", "conf")).resolve("keys");
        Trust trust = new Trust(Trust.policies(config), new KeyRing(keys), shelf, Clock.systemUTC());
        this.installation = new Installation(own, trust, runner);
        Parts parts = Parts.in(data, context, installation, config);
        this.intents = parts.intents();
        this.planner = parts.planner();
        this.changes = parts.changes();
        this.operations = parts.operations();
        this.archive = new LockArchive(installation, config);
        this.calls = (GuardedCalls) calls;
        this.reasons = new Reasons(context, installation, this.calls);
        this.drainSeconds = config.drain_seconds();
        Vigil vigil = new Vigil(config);
        this.wayBack = new WayBack(parts, vigil, clock);
        parts.drops().tell(wayBack::begin);
        this.calls.tell(vigil::called);
        List<Path> folders = folders(context, own);
        DeployFolder folder = new DeployFolder(parts, folders, config, this::replace);
        this.watch = new FolderWatch(folders, config.rescan_milliseconds(), folder::scan);
        clock.scheduleWithFixedDelay(() -> look(vigil, parts.inspection()), 1, 1, TimeUnit.SECONDS);
        watch.start();
    }

    private static void look(Vigil vigil, Inspection inspection) {
        try {
            vigil.look();
            inspection.look();
        } catch (
                RuntimeException e) { // a bundle that goes while it is looked at must not end the watch over the others
            LOG.warn("looking after what came failed; it is done again", e);
        }
    }

    /** The one in the data directory, and the one beside the program. */
    private static List<Path> folders(BundleContext context, Path own) {
        Path shared = Path.of(setting(context, "mutoscope.deploy", own.toString()))
                .toAbsolutePath()
                .normalize();
        return Files.isDirectory(shared) && !shared.equals(own) ? List.of(own, shared) : List.of(own);
    }

    private static String setting(BundleContext context, String key, String otherwise) {
        String value = context.getProperty(key);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** Stops watching. The bundles stay: the framework stops them. */
    @Deactivate
    public void close() {
        watch.close();
        clock.shutdownNow();
        try {
            clock.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS); // so that nothing is written any more afterwards
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.tell((from, verb, went) -> {});
    }

    @Override
    public List<Plugin> list() {
        return installation.all().stream().map(this::describe).sorted(BY_NAME).toList();
    }

    @Override
    public Optional<Plugin> find(String nameAndVersion) {
        return installation.find(nameAndVersion).map(this::describe);
    }

    private static final Comparator<Plugin> BY_NAME = Comparator.comparing(Plugin::name)
            .thenComparing(
                    p -> org.osgi.framework.Version.parseVersion(p.version()), // of null: the empty version
                    Comparator.reverseOrder());

    private Plugin describe(Deployed entry) {
        return Described.of(entry.settled(PATIENCE_MILLISECONDS), installation.runner());
    }

    @Override
    public Plan plan(Change change) {
        try (Asked asked = ask(change)) {
            return planner.plan(asked.intent, change.manner()).plan();
        }
    }

    @Override
    public Operation perform(Change change) {
        Asked asked = ask(change);
        boolean begun = false;
        try {
            Planner.Draft draft = allowed(asked.intent, change.manner());
            Ongoing operation = operations.open(draft.plan(), asked.intent.subject());
            Runnable work = () -> {
                try (asked) {
                    work(operation, asked, change.manner());
                } finally {
                    operations.give(asked.intent);
                }
            };
            begun = true;
            if (change.manner().waits()) {
                work.run();
            } else {
                WayBack.aside(work);
            }
            return operation.snapshot();
        } finally {
            if (!begun) {
                asked.close();
            }
        }
    }

    /** Nobody else changes these bundles from here on, if the plan is not refused. */
    private Planner.Draft allowed(Intent intent, Manner manner) {
        operations.take(intent);
        boolean fine = false;
        try {
            Planner.Draft draft = planner.plan(intent, manner);
            if (draft.code() != null) {
                throw new Problem(draft.code(), draft.plan().refusal(), null, null);
            }
            fine = true;
            return draft;
        } finally {
            if (!fine) {
                operations.give(intent);
            }
        }
    }

    /** A file in {@code deploy/} was overwritten. @return whether it was begun; if not, somebody else is at that bundle */
    private boolean replace(Intent intent, Deployed entry) {
        try {
            operations.take(intent);
        } catch (Problem busy) {
            return false;
        }
        Manner manner = Manner.draining(drainSeconds);
        Ongoing operation = operations.open(planner.quick(intent, manner), intent.subject());
        operation.notes(entry.fileName() + " was overwritten in deploy/");
        Asked asked = new Asked(intent, null, List.of());
        WayBack.aside(() -> {
            try {
                work(operation, asked, manner);
            } finally {
                entry.starting(false);
                operations.give(intent);
            }
        });
        return true;
    }

    private void work(Ongoing operation, Asked asked, Manner manner) {
        try {
            changes.run(operation, asked.intent, manner, entry -> {
                entry.starting(false);
                wayBack.begin(entry, operation);
            });
            if (operation.is(Ongoing.DONE) && asked.wanted != null) {
                archive.finish(asked.wanted);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error(
                    "{} failed half-way; `mutoscope plugin verify` says what does not agree",
                    asked.intent.sentence(),
                    e);
            operation.ends(
                    Ongoing.FAILED,
                    "It failed half-way: " + e + "; `mutoscope plugin verify` says what does not agree.");
        }
    }

    /** What was asked, with what was sent for it, which goes when it is closed. */
    private static final class Asked implements AutoCloseable {
        private final Intent intent;
        private final LockArchive.Wanted wanted;
        private final List<Path> files;

        Asked(Intent intent, LockArchive.Wanted wanted, List<Path> files) {
            this.intent = intent;
            this.wanted = wanted;
            this.files = files;
        }

        @Override
        public void close() {
            files.forEach(Shelf::clear);
        }
    }

    private Asked ask(Change change) {
        List<Path> files = new ArrayList<>();
        try {
            Path sent = change.content() == null ? null : intents.take(change.content());
            if (sent != null) {
                files.add(sent);
            }
            if (change.verb() != Verb.APPLY) {
                return new Asked(intents.of(change, sent), null, files);
            }
            Path scratch = installation.shelf().folder();
            files.add(scratch);
            LockArchive.Wanted wanted = archive.read(sent, scratch);
            return new Asked(archive.intent(wanted), wanted, files);
        } catch (RuntimeException e) {
            files.forEach(Shelf::clear);
            throw e;
        }
    }

    @Override
    public List<Operation> operations() {
        return operations.all();
    }

    @Override
    public Optional<Operation> operation(String id) {
        return operations().stream().filter(o -> o.id().equals(id)).findFirst();
    }

    @Override
    public List<String> verify() {
        return Verification.of(installation);
    }

    @Override
    public Reason why(String nameAndVersion) {
        return reasons.of(nameAndVersion);
    }

    @Override
    public String lock() {
        return installation.shelf().lock().text();
    }

    @Override
    public void export(OutputStream out) throws IOException {
        archive.write(out);
    }
}
