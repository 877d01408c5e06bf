package org.mutoscope.plugins;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mutoscope.core.plugins.PartnerCalls;
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

/** Where changes are asked for: finds out what a wish comes to, plans it, has it done, watches what came of it. */
@Component(service = Plugins.class, immediate = true, configurationPid = "org.mutoscope.plugins")
@Designate(ocd = PluginsConfig.class)
public final class PluginDesk implements Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(PluginDesk.class);
    private static final int KEPT_OPERATIONS = 100;
    /** How long somebody who looks waits for a bundle that is just starting. */
    private static final int PATIENCE_MILLISECONDS = 2_000;
    /** Nobody waits for what a bad version has begun: it is handed over at once. */
    private static final Manner AT_ONCE = new Manner(0, true, true);

    private final Installation installation;
    private final FolderWatch watch;
    private final Intents intents;
    private final Planner planner;
    private final Changes changes;
    private final LockArchive archive;
    private final Reasons reasons;
    private final Vigil vigil;
    private final GuardedCalls calls;
    /** Whether what was there at the start has been started: it replaces nothing, so it is not watched. */
    private volatile boolean looked;

    private final Deque<Ongoing> operations = new ArrayDeque<>();
    private final Set<String> busy = new HashSet<>();
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
        List<Path> folders = new ArrayList<>(List.of(own));
        Path shared = Path.of(setting(context, "mutoscope.deploy", own.toString()))
                .toAbsolutePath()
                .normalize();
        if (Files.isDirectory(shared) && !shared.equals(own)) {
            folders.add(shared);
        }
        Shelf shelf = new Shelf(data);
        BundleRunner runner = new BundleRunner(context, (ServiceRegistry) services, config, shelf.jars());
        this.installation = new Installation(own, shelf, runner, this::arrived);
        this.intents = new Intents(installation);
        this.planner = new Planner(context, installation, new DryRun(context, shelf.jars()));
        this.changes = new Changes(context, installation);
        this.archive = new LockArchive(installation, config);
        this.calls = (GuardedCalls) calls;
        this.reasons = new Reasons(context, installation, this.calls);
        this.vigil = new Vigil(config, this::judged);
        this.calls.tell(vigil::called);
        DeployFolder folder = new DeployFolder(installation, folders, config);
        this.watch = new FolderWatch(folders, config.rescan_milliseconds(), () -> {
            folder.scan();
            looked = true;
        });
        clock.scheduleWithFixedDelay(vigil::look, 1, 1, TimeUnit.SECONDS);
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
        clock.shutdownNow();
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
            Ongoing operation = open(draft.plan(), asked.intent);
            Runnable work = () -> {
                try (asked) {
                    work(operation, asked, change.manner());
                } finally {
                    give(asked.intent);
                }
            };
            begun = true;
            if (change.manner().waits()) {
                work.run();
            } else {
                aside(work);
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
        take(intent);
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
                give(intent);
            }
        }
    }

    /** On a thread of its own: a change may wait an hour for work to end. */
    private static void aside(Runnable work) {
        Thread thread = new Thread(work, "plugin-change");
        thread.setDaemon(true);
        thread.start();
    }

    private void work(Ongoing operation, Asked asked, Manner manner) {
        try {
            changes.run(operation, asked.intent, manner);
            if (operation.is(Ongoing.DONE) && asked.wanted != null) {
                archive.finish(asked.wanted);
            }
            if (operation.is(Ongoing.DONE) && replaces(asked.intent)) {
                asked.intent.starts().forEach(start -> installation
                        .find(start.facts().called())
                        .filter(Deployed::runs)
                        .ifPresent(vigil::begin));
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

    private boolean replaces(Intent intent) {
        boolean comes = intent.verb() == Verb.INSTALL || intent.verb() == Verb.UPGRADE;
        return comes && somethingBefore(intent.subject());
    }

    /** Whether there is something to go back to. */
    private boolean somethingBefore(String name) {
        return installation.running(name).size() > 1
                || installation.shelf().lock().back(name).isPresent();
    }

    private Ongoing open(Plan plan, Intent intent) {
        Ongoing operation = new Ongoing(plan, intent.subject());
        synchronized (operations) {
            operations.addFirst(operation);
            if (operations.size() > KEPT_OPERATIONS) {
                operations.removeLast();
            }
        }
        return operation;
    }

    private void take(Intent intent) {
        synchronized (busy) {
            Optional<String> taken =
                    intent.names().stream().filter(busy::contains).findFirst();
            if (taken.isPresent()) {
                throw new Problem(
                        Code.PLUGIN_BUSY,
                        "Another change of " + taken.get() + " is going on; see `mutoscope plugin operations`.");
            }
            busy.addAll(intent.names());
        }
    }

    private void give(Intent intent) {
        synchronized (busy) {
            busy.removeAll(intent.names());
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

    /** A bundle came by a file: if another version of it was there, it is watched. */
    private void arrived(Deployed entry) {
        if (looked && somethingBefore(entry.facts.name())) {
            vigil.begin(entry);
        }
    }

    private void judged(Deployed entry, String reason) {
        if (reason != null) {
            LOG.error("{} is taken back: {}", entry.called(), reason);
            aside(() -> takeBack(entry, reason));
        }
    }

    private void takeBack(Deployed entry, String reason) {
        Intent intent;
        try {
            intent = intents.away(entry);
            take(intent);
        } catch (Problem e) {
            LOG.error("{} cannot be taken back now ({}): it is watched again", entry.called(), e.getMessage());
            vigil.begin(entry);
            return;
        }
        try {
            Ongoing operation = open(planner.quick(intent, AT_ONCE), intent);
            changes.run(operation, intent, AT_ONCE);
            String what = entry.called() + " was taken back: " + reason + ". ";
            operation.ends(
                    operation.is(Ongoing.DONE) ? Ongoing.TAKEN_BACK : Ongoing.FAILED,
                    what + operation.snapshot().sentence());
            LOG.error("{}", operation.snapshot().sentence());
        } finally {
            give(intent);
        }
    }

    @Override
    public List<Operation> operations() {
        synchronized (operations) {
            return operations.stream().map(Ongoing::snapshot).toList();
        }
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
