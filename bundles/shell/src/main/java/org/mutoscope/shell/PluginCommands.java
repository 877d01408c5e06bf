package org.mutoscope.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.plugins.Catalogue;
import org.mutoscope.core.plugins.Plugins;
import org.mutoscope.core.plugins.Plugins.Verb;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.storage.UnitOfWork;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The commands {@code plugin:...} of Gogo. Each is one call of {@link Plugins} or {@link Catalogue}; what it returns is what Gogo prints or pipes on. Whoever
 * has the terminal of the process has these commands: the audit shows their acts without a principal, as {@code shell.plugin.VERB}. Safe for use by several
 * threads.
 */
@Component(
        service = PluginCommands.class,
        property = {
            "osgi.command.scope=plugin",
            "osgi.command.function=list",
            "osgi.command.function=search",
            "osgi.command.function=info",
            "osgi.command.function=why",
            "osgi.command.function=install",
            "osgi.command.function=upgrade",
            "osgi.command.function=enable",
            "osgi.command.function=disable",
            "osgi.command.function=drain",
            "osgi.command.function=remove",
            "osgi.command.function=rollback",
            "osgi.command.function=apply",
            "osgi.command.function=operations",
            "osgi.command.function=verify",
            "osgi.command.function=lock"
        })
public final class PluginCommands {
    private static final String DRY_RUN = "--dry-run";
    private static final String FORCE = "--force";
    private static final String NO_WAIT = "--no-wait";
    private static final String DRAIN = "--drain";
    private static final String DRY_RUN_WORDS = "say what would happen, and touch nothing";
    private static final String FORCE_WORDS = "also if others restart or no longer run, or the version is an older one";
    private static final String NO_WAIT_WORDS = "come back at once; plugin:operations ID tells how it goes";
    private static final String DRAIN_WORDS = "seconds that running work may take to end before it is handed over; 60";
    private static final String DEFAULT_DRAIN = "60";
    private static final int MAX_DRAIN_SECONDS = 3_600;
    private static final Set<String> BAD = Set.of("FAILED", "TAKEN_BACK", "QUARANTINED", "INTERRUPTED");

    private final Plugins plugins;
    private final Catalogue catalogue;
    private final Identity identity;
    private final UnitOfWork work;

    /** Called by the component runtime. */
    @Activate
    public PluginCommands(
            @Reference Plugins plugins,
            @Reference Catalogue catalogue,
            @Reference Identity identity,
            @Reference UnitOfWork work) {
        this.plugins = plugins;
        this.catalogue = catalogue;
        this.identity = identity;
        this.work = work;
    }

    /** Lists plugins. */
    @Descriptor("lists the bundles that came while the platform runs, and files in deploy/ that could not be installed")
    public String list() {
        return told(() -> {
            Sheet sheet = new Sheet();
            plugins.list().forEach(sheet::plugin);
            return sheet;
        });
    }

    /** Looks through the catalogue. */
    @Descriptor("lists plugins of the catalogue, and whether they fit this platform")
    public String search(@Descriptor("all must occur in name or description") String... words) {
        return told(() -> {
            Catalogue.Found found = catalogue.search(String.join(" ", words));
            Sheet sheet = new Sheet();
            found.items().forEach(sheet::item);
            found.remarks().forEach(sheet::line);
            return sheet;
        });
    }

    /** Shows one. */
    @Descriptor("says in one sentence what a plugin does, or why it does not run")
    public String info(@Descriptor("symbolic name, name@version, or file name in deploy/") String name) {
        return told(() -> {
            Plugins.Plugin plugin = plugins.find(name)
                    .orElseThrow(() ->
                            new Problem(Code.PLUGIN_NOT_FOUND, "There is no such plugin. plugin:list lists them."));
            return new Sheet().plugin(plugin).tested(plugin.tested());
        });
    }

    /** Explains one. */
    @Descriptor("says why a plugin does not run or does not serve, and what to do")
    public String why(
            @Descriptor("also what leads to what, down to the root")
                    @Parameter(
                            names = {"-c", "--chain"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean chain,
            @Descriptor("also the words of the framework")
                    @Parameter(
                            names = {"-r", "--raw"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean raw,
            @Descriptor("symbolic name, name@version, or file name in deploy/") String name) {
        return told(() -> {
            Plugins.Reason reason = plugins.why(name);
            Sheet sheet = new Sheet().line(reason.sentence());
            if (reason.fix() != null) {
                sheet.line("Fix: " + reason.fix());
            }
            if (chain) {
                reason.chain().forEach(link -> sheet.line("- " + link));
            }
            if (raw && reason.raw() != null) {
                sheet.line(reason.raw());
            }
            return sheet;
        });
    }

    /** Runs a jar beside other versions of it. */
    @Descriptor("runs a jar, beside other versions of it")
    public String install(
            @Descriptor(DRY_RUN_WORDS) @Parameter(names = DRY_RUN, presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor(FORCE_WORDS) @Parameter(names = FORCE, presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor(NO_WAIT_WORDS) @Parameter(names = NO_WAIT, presentValue = "true", absentValue = "false")
                    boolean noWait,
            @Descriptor(DRAIN_WORDS) @Parameter(names = DRAIN, absentValue = DEFAULT_DRAIN) int drain,
            @Descriptor("a file; or NAME or NAME@VERSION of the catalogue") String jar) {
        return brought(Verb.INSTALL, jar, dryRun, new Plugins.Manner(drain, force, !noWait));
    }

    /** Runs a jar in the place of other versions of it. */
    @Descriptor(
            "runs a jar in the place of other versions of it, whose work may end; taken back by itself if it is bad")
    public String upgrade(
            @Descriptor(DRY_RUN_WORDS) @Parameter(names = DRY_RUN, presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor(FORCE_WORDS) @Parameter(names = FORCE, presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor(NO_WAIT_WORDS) @Parameter(names = NO_WAIT, presentValue = "true", absentValue = "false")
                    boolean noWait,
            @Descriptor(DRAIN_WORDS) @Parameter(names = DRAIN, absentValue = DEFAULT_DRAIN) int drain,
            @Descriptor("a file; or NAME or NAME@VERSION of the catalogue") String jar) {
        return brought(Verb.UPGRADE, jar, dryRun, new Plugins.Manner(drain, force, !noWait));
    }

    /** Runs what was switched off. */
    @Descriptor("runs what was switched off or drained")
    public String enable(
            @Descriptor(DRY_RUN_WORDS) @Parameter(names = DRY_RUN, presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor(FORCE_WORDS) @Parameter(names = FORCE, presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor(NO_WAIT_WORDS) @Parameter(names = NO_WAIT, presentValue = "true", absentValue = "false")
                    boolean noWait,
            @Descriptor(DRAIN_WORDS) @Parameter(names = DRAIN, absentValue = DEFAULT_DRAIN) int drain,
            @Descriptor("symbolic name, or name@version") String name) {
        return named(Verb.ENABLE, name, dryRun, new Plugins.Manner(drain, force, !noWait));
    }

    /** Switches off. */
    @Descriptor("stops a plugin, at the next start too, and keeps its file")
    public String disable(
            @Descriptor(DRY_RUN_WORDS) @Parameter(names = DRY_RUN, presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor(FORCE_WORDS) @Parameter(names = FORCE, presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor(NO_WAIT_WORDS) @Parameter(names = NO_WAIT, presentValue = "true", absentValue = "false")
                    boolean noWait,
            @Descriptor(DRAIN_WORDS) @Parameter(names = DRAIN, absentValue = DEFAULT_DRAIN) int drain,
            @Descriptor("symbolic name, or name@version") String name) {
        return named(Verb.DISABLE, name, dryRun, new Plugins.Manner(drain, force, !noWait));
    }

    /** Gives no more work. */
    @Descriptor("gives a plugin no more work; it goes on running")
    public String drain(
            @Descriptor(DRY_RUN_WORDS) @Parameter(names = DRY_RUN, presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor(FORCE_WORDS) @Parameter(names = FORCE, presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor(NO_WAIT_WORDS) @Parameter(names = NO_WAIT, presentValue = "true", absentValue = "false")
                    boolean noWait,
            @Descriptor(DRAIN_WORDS) @Parameter(names = DRAIN, absentValue = DEFAULT_DRAIN) int drain,
            @Descriptor("symbolic name, or name@version") String name) {
        return named(Verb.DRAIN, name, dryRun, new Plugins.Manner(drain, force, !noWait));
    }

    /** Removes. */
    @Descriptor("lets the running work of a plugin end, then removes it and its file")
    public String remove(
            @Descriptor(DRY_RUN_WORDS) @Parameter(names = DRY_RUN, presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor(FORCE_WORDS) @Parameter(names = FORCE, presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor(NO_WAIT_WORDS) @Parameter(names = NO_WAIT, presentValue = "true", absentValue = "false")
                    boolean noWait,
            @Descriptor(DRAIN_WORDS) @Parameter(names = DRAIN, absentValue = DEFAULT_DRAIN) int drain,
            @Descriptor("symbolic name, or name@version") String name) {
        return named(Verb.REMOVE, name, dryRun, new Plugins.Manner(drain, force, !noWait));
    }

    /** Goes back. */
    @Descriptor("runs what ran before under that name")
    public String rollback(
            @Descriptor(DRY_RUN_WORDS) @Parameter(names = DRY_RUN, presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor(FORCE_WORDS) @Parameter(names = FORCE, presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor(NO_WAIT_WORDS) @Parameter(names = NO_WAIT, presentValue = "true", absentValue = "false")
                    boolean noWait,
            @Descriptor(DRAIN_WORDS) @Parameter(names = DRAIN, absentValue = DEFAULT_DRAIN) int drain,
            @Descriptor("symbolic name") String name) {
        return named(Verb.ROLLBACK, name, dryRun, new Plugins.Manner(drain, force, !noWait));
    }

    /** Makes this installation like an exported lock. */
    @Descriptor("makes the plugins of this platform equal to an exported lock")
    public String apply(
            @Descriptor(DRY_RUN_WORDS) @Parameter(names = DRY_RUN, presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor(FORCE_WORDS) @Parameter(names = FORCE, presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor(NO_WAIT_WORDS) @Parameter(names = NO_WAIT, presentValue = "true", absentValue = "false")
                    boolean noWait,
            @Descriptor(DRAIN_WORDS) @Parameter(names = DRAIN, absentValue = DEFAULT_DRAIN) int drain,
            @Descriptor("what `plugin:lock --export` or `mutoscope plugin lock --export` wrote") String file) {
        return file(Verb.APPLY, Path.of(file), "plugins.lock", dryRun, new Plugins.Manner(drain, force, !noWait));
    }

    /** Lists changes. */
    @Descriptor("lists the last changes, also those by files in deploy/ and those taken back by themselves")
    public String operations() {
        return told(() -> {
            Sheet sheet = new Sheet();
            plugins.operations()
                    .forEach(operation -> sheet.line(operation.id() + " " + operation.begun() + " "
                            + operation.subject() + " " + operation.state() + ": " + operation.sentence()));
            return sheet;
        });
    }

    /** Follows one. */
    @Descriptor("shows one change, and how it went")
    public String operations(@Descriptor("the id that a change answered with") String id) {
        return told(() -> {
            Plugins.Operation operation = plugins.operation(id)
                    .orElseThrow(() -> new Problem(
                            Code.OPERATION_NOT_FOUND,
                            "There is no such change. plugin:operations lists the last hundred."));
            return new Sheet().operation(operation).events(operation);
        });
    }

    /** Compares. */
    @Descriptor("compares plugins.lock with the kept jars, deploy/ and what runs")
    public String verify() {
        return told(() -> {
            List<String> findings = plugins.verify();
            if (!findings.isEmpty()) {
                throw new Refused("they do not agree:\n" + String.join("\n", findings));
            }
            return new Sheet().line("plugins.lock, the kept jars, deploy/ and what runs agree.");
        });
    }

    /** Shows or exports the lock. */
    @Descriptor("prints plugins.lock, or exports it with its jars for `plugin:apply` elsewhere")
    public String lock(
            @Descriptor("a zip that is written; it must not be there yet")
                    @Parameter(names = "--export", absentValue = "")
                    String export) {
        return told(() -> {
            if (export.isEmpty()) {
                return new Sheet().line(plugins.lock().stripTrailing());
            }
            try (OutputStream out = Files.newOutputStream(Path.of(export), StandardOpenOption.CREATE_NEW)) {
                plugins.export(out);
            } catch (FileAlreadyExistsException e) {
                throw new Refused(export + " is there already");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Sheet().line("exported to " + export);
        });
    }

    /** What ends like a jar, has a folder in it or is there is a file, as with {@code mutoscope plugin}: a name that is mistyped is not looked up elsewhere. */
    private String brought(Verb verb, String jar, boolean dryRun, Plugins.Manner manner) {
        Path file = Path.of(jar);
        if (jar.endsWith(".jar") || jar.contains("/") || jar.contains("\\") || Files.exists(file)) {
            return file(verb, file, String.valueOf(file.getFileName()), dryRun, manner);
        }
        return told(() -> {
            Plugins.Change change = catalogue.change(verb, jar, checked(manner));
            try (InputStream content = change.content()) {
                return done(change, dryRun);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private String file(Verb verb, Path file, String subject, boolean dryRun, Plugins.Manner manner) {
        return told(() -> {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new Refused("there is no file " + file + " that can be read");
            }
            try (InputStream content = Files.newInputStream(file)) {
                return done(new Plugins.Change(verb, subject, content, checked(manner)), dryRun);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private String named(Verb verb, String name, boolean dryRun, Plugins.Manner manner) {
        return told(() -> done(new Plugins.Change(verb, name, null, checked(manner)), dryRun));
    }

    private static Plugins.Manner checked(Plugins.Manner manner) {
        if (manner.drainSeconds() < 0 || manner.drainSeconds() > MAX_DRAIN_SECONDS) {
            throw new Refused(DRAIN + " is a number of seconds from 0 to " + MAX_DRAIN_SECONDS);
        }
        return manner;
    }

    private Sheet done(Plugins.Change change, boolean dryRun) {
        if (dryRun) {
            return new Sheet().plan(plugins.plan(change));
        }
        audit(change, Identity.Outcome.BEGUN, "");
        try {
            Plugins.Operation operation = plugins.perform(change);
            if (BAD.contains(operation.state())) {
                throw new Refused(operation.id() + " " + operation.state() + ": " + operation.sentence());
            }
            return new Sheet().operation(operation);
        } catch (Problem problem) {
            Identity.Outcome outcome =
                    problem.code().status() >= 500 ? Identity.Outcome.FAILED : Identity.Outcome.REFUSED;
            audit(change, outcome, ": " + problem.code().number() + " " + problem.wire());
            throw problem;
        }
    }

    private void audit(Plugins.Change change, Identity.Outcome outcome, String words) {
        String act = "shell.plugin." + change.verb().name().toLowerCase(Locale.ROOT);
        work.write(tx -> {
            identity.audit(tx, null, new Identity.Act(act, change.subject() + words, outcome));
            return null;
        });
    }

    private static String told(Supplier<Sheet> act) {
        try {
            return act.get().toString();
        } catch (Problem problem) {
            throw new Refused(problem);
        }
    }
}
