package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A change of what runs: planned with {@code --dry-run}, else done. */
abstract class PluginChange extends Client {
    static final String CHANGES = "/api/v1/admin/plugin-changes";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Set<String> BAD = Set.of("FAILED", "TAKEN_BACK", "QUARANTINED", "INTERRUPTED");

    @Option(names = "--dry-run", description = "say what would happen, and touch nothing")
    private boolean dryRun;

    @Option(names = "--force", description = "also if others restart or no longer run, or the version is an older one")
    private boolean force;

    @Option(names = "--no-wait", description = "come back at once; `plugin operations ID` tells how it goes")
    private boolean noWait;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long running work may take to end before it is handed over (default: ${DEFAULT-VALUE})")
    private int drain;

    /** The verb is the name of the command. */
    void change(Api api, String name, Path content) {
        change(api, name, content, false);
    }

    /** @param catalogue whether the platform fetches the jar itself */
    void change(Api api, String name, Path content, boolean catalogue) {
        String path = CHANGES + "?verb=" + spec.name() + "&name=" + Api.part(name) + "&drain_seconds=" + drain
                + "&force=" + force + "&wait=false&dry_run=" + dryRun // followed: work may take an hour to end
                + (catalogue ? "&catalogue=true" : "");
        if (content != null && !Files.isReadable(content)) {
            throw new Failure(Failure.FILE, "there is no file " + content);
        }
        JsonNode begun = content == null ? api.post(path, Api.object()) : api.upload(path, content);
        JsonNode answer = dryRun || noWait ? begun : follow(api, begun);
        show(answer, () -> {
            if (dryRun) {
                plan(out(), answer);
            } else {
                tell(out(), answer);
            }
        });
        if (BAD.contains(answer.path("state").asText())) {
            throw new Failure(Failure.REFUSED, answer.path("sentence").asText());
        }
        if (dryRun && answer.path("refusal").isTextual()) {
            throw new Failure(
                    Failure.REFUSED,
                    "it would be refused: " + answer.path("refusal").asText());
        }
    }

    /** Looks until it has ended; what it waits for is told meanwhile. */
    private JsonNode follow(Api api, JsonNode begun) {
        JsonNode now = begun;
        String told = "";
        while (now.path("state").asText().equals("RUNNING")) {
            String sentence = now.path("sentence").asText();
            if (!sentence.equals(told) && !target.json()) {
                err().println(sentence);
                told = sentence;
            }
            LockSupport.parkNanos(LOOK_NANOS);
            now = api.get(CHANGES + "/" + Api.part(begun.path("id").asText()));
        }
        return now;
    }

    static void plan(PrintWriter out, JsonNode plan) {
        out.println(plan.path("sentence").asText());
        steps(out, plan.path("steps"));
        out.printf(
                "  %-10s %d other bundles%n",
                "untouched", plan.path("untouched").asInt());
        if (plan.path("in_use").asInt() > 0) {
            out.printf(
                    "  %-10s %d uses, which have %d s to end and are then handed over%n",
                    "at work",
                    plan.path("in_use").asInt(),
                    plan.path("drain_seconds").asInt());
        }
        plan.path("checks")
                .forEach(check -> out.printf(
                        "  %-10s %s%s%n",
                        check.path("name").asText(),
                        check.path("holds").asBoolean() ? "" : "NO: ",
                        check.path("sentence").asText()));
    }

    static void tell(PrintWriter out, JsonNode operation) {
        String state = operation.path("state").asText();
        if (!state.equals("DONE")) {
            out.println(operation.path("id").asText() + " " + state);
        }
        out.println(operation.path("sentence").asText());
        if (!state.equals("RUNNING")) {
            steps(out, operation.path("happened"));
        }
    }

    /** How it went, too. */
    static void story(PrintWriter out, JsonNode operation) {
        tell(out, operation);
        operation
                .path("events")
                .forEach(event -> out.println(
                        event.path("at").asText() + "  " + event.path("words").asText()));
    }

    private static void steps(PrintWriter out, JsonNode steps) {
        steps.forEach(step -> out.printf(
                "  %-10s %s%n",
                step.path("what").asText().toLowerCase(Locale.ROOT),
                step.path("bundle").asText()));
    }

    /** A change that brings a jar. */
    abstract static class WithJar extends PluginChange {
        @Parameters(
                paramLabel = "JAR",
                description = "a file; or NAME or NAME@VERSION of a plugin in the catalogue, see `plugin search`")
        private String jar;

        /** What ends like a jar, has a folder in it or is there is a file: a name that is mistyped is not looked up elsewhere. */
        @Override
        void run(Api api) {
            boolean file =
                    jar.endsWith(".jar") || jar.contains("/") || jar.contains("\\") || Files.exists(Path.of(jar));
            if (file) {
                change(api, String.valueOf(Path.of(jar).getFileName()), Path.of(jar));
            } else {
                change(api, jar, null, true);
            }
        }
    }

    /** A change of what is there. */
    abstract static class WithName extends PluginChange {
        @Parameters(paramLabel = "NAME", description = "symbolic name, name@version, or file name in deploy/")
        private String name;

        @Override
        void run(Api api) {
            change(api, name, null);
        }
    }

    /** Beside others. */
    @Command(name = "install", description = "runs a jar, beside other versions of it")
    static final class Install extends WithJar {}

    /** Instead of others. */
    @Command(
            name = "upgrade",
            description =
                    "runs a jar in the place of other versions of it, whose work may end; taken back by itself if it"
                            + " is bad")
    static final class Upgrade extends WithJar {}

    /** On. */
    @Command(name = "enable", description = "runs what was switched off or drained")
    static final class Enable extends WithName {}

    /** Off. */
    @Command(name = "disable", description = "stops a bundle, at the next start too, and keeps its file")
    static final class Disable extends WithName {}

    /** No more work. */
    @Command(name = "drain", description = "gives a bundle no more work; it goes on running")
    static final class Drain extends WithName {}

    /** Away. */
    @Command(name = "remove", description = "lets a bundle's running work end, then removes it and its file")
    static final class Remove extends WithName {}

    /** Back. */
    @Command(
            name = "rollback",
            description = "runs what ran before under that name; of two versions side by side the newer goes")
    static final class Rollback extends WithName {}

    /** As elsewhere. */
    @Command(name = "apply", description = "makes the plugins of this platform equal to an exported lock")
    static final class Apply extends PluginChange {
        @Parameters(paramLabel = "FILE", description = "what `plugin lock --export` wrote")
        private Path file;

        @Override
        void run(Api api) {
            change(api, "plugins.lock", file);
        }
    }
}
