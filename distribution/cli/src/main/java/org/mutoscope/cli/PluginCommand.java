package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bundles that come and go while the platform runs. */
@Command(
        name = "plugin",
        description = "installs, upgrades, explains and removes bundles while the platform runs",
        mixinStandardHelpOptions = true,
        subcommands = {
            PluginCommand.Search.class,
            PluginCommand.Listing.class,
            PluginCommand.Info.class,
            PluginCommand.Why.class,
            PluginChange.Install.class,
            PluginChange.Upgrade.class,
            PluginChange.Enable.class,
            PluginChange.Disable.class,
            PluginChange.Drain.class,
            PluginChange.Remove.class,
            PluginChange.Rollback.class,
            PluginChange.Apply.class,
            PluginCommand.Operations.class,
            PluginCommand.Verify.class,
            PluginCommand.Lock.class,
            TrustCommand.class,
            PluginIndex.class
        },
        synopsisSubcommandLabel =
                "search|list|info|why|install|upgrade|enable|disable|drain|remove|rollback|apply|operations|verify|lock|trust|index")
final class PluginCommand {
    static final String PLUGINS = "/api/v1/admin/plugins";
    static final String LOCK = "/api/v1/admin/plugin-lock";

    /** Lists them. */
    @Command(name = "list", description = "lists the bundles that came through deploy/")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(PLUGINS);
            show(
                    answer,
                    () -> table(
                            answer.path("data"), "name", "version", "state", "in_use", "file", "signer", "sentence"));
        }
    }

    /** What could be installed. */
    @Command(name = "search", description = "lists plugins of the catalogue, and whether they fit this platform")
    static final class Search extends Client {
        @Parameters(paramLabel = "WORD", arity = "0..*", description = "all must occur in name or description")
        private java.util.List<String> words = java.util.List.of();

        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/admin/plugin-catalogue?q=" + Api.part(String.join(" ", words)));
            show(answer, () -> {
                table(answer.path("data"), "name", "version", "here", "sentence", "description");
                answer.path("remarks").forEach(remark -> err().println("mutoscope: " + remark.asText()));
            });
        }
    }

    /** Shows one. */
    @Command(name = "info", description = "says in one sentence what a bundle does, or why it does not run")
    static final class Info extends Client {
        @Parameters(paramLabel = "NAME", description = "symbolic name, name@version, or file name in deploy/")
        private String name;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(PLUGINS + "/" + Api.part(name));
            show(answer, () -> {
                out().println(line(answer));
                String state = answer.path("state").asText();
                boolean runs = !state.equals("FAILED") && !state.equals("QUARANTINED");
                if (runs || answer.path("tested").isObject()) { // of what does not run, the reason alone matters
                    out().println(tested(answer.path("tested")));
                }
            });
        }
    }

    /** Explains one. */
    @Command(name = "why", description = "says why a bundle does not run or does not serve, and what to do")
    static final class Why extends Client {
        @Parameters(paramLabel = "NAME", description = "symbolic name, name@version, or file name in deploy/")
        private String name;

        @Option(names = "--chain", description = "also what leads to what, down to the root")
        private boolean chain;

        @Option(names = "--raw", description = "also the words of the framework")
        private boolean raw;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(PLUGINS + "/" + Api.part(name) + "/why");
            show(answer, () -> {
                out().println(answer.path("sentence").asText());
                if (answer.path("fix").isTextual()) {
                    out().println("Fix: " + answer.path("fix").asText());
                }
                if (chain) {
                    answer.path("chain").forEach(link -> out().println("- " + link.asText()));
                }
                if (raw && answer.path("raw").isTextual()) {
                    out().println(answer.path("raw").asText());
                }
            });
        }
    }

    /** Lists changes. */
    @Command(
            name = "operations",
            description = "lists the last changes, also those by files in deploy/ and those taken back by themselves")
    static final class Operations extends Client {
        @Parameters(paramLabel = "ID", arity = "0..1", description = "one of them, and how it went")
        private String id;

        @Override
        void run(Api api) {
            if (id == null) {
                JsonNode answer = api.get(PluginChange.CHANGES);
                show(answer, () -> table(answer.path("data"), "id", "subject", "state", "begun_at", "sentence"));
            } else {
                JsonNode answer = api.get(PluginChange.CHANGES + "/" + Api.part(id));
                show(answer, () -> PluginChange.story(out(), answer));
            }
        }
    }

    /** Compares. */
    @Command(name = "verify", description = "compares plugins.lock with the kept jars, deploy/ and what runs")
    static final class Verify extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(LOCK + "/verify");
            show(answer, () -> {
                answer.path("findings").forEach(finding -> out().println(finding.asText()));
                if (answer.path("ok").asBoolean()) {
                    out().println("plugins.lock, the kept jars, deploy/ and what runs agree.");
                }
            });
            if (!answer.path("ok").asBoolean()) {
                throw new Failure(Failure.REFUSED, "they do not agree");
            }
        }
    }

    /** Shows or exports the lock. */
    @Command(
            name = "lock",
            description = "prints plugins.lock, or exports it with its jars for `plugin apply` elsewhere",
            mixinStandardHelpOptions = true)
    static final class Lock extends Client {
        @Option(
                names = "--export",
                paramLabel = "FILE",
                description = "a zip that is written; it must not be there yet")
        private Path file;

        @Override
        void run(Api api) {
            if (file == null) {
                JsonNode answer = api.get(LOCK);
                show(answer, () -> out().print(answer.path("lock").asText()));
                out().flush();
                return;
            }
            if (Files.exists(file)) {
                throw new Failure(Failure.FILE, file + " is there already");
            }
            api.save(LOCK + "?jars=true", file);
            out().println("exported to " + file + "; elsewhere: mutoscope plugin apply " + file.getFileName());
        }
    }

    private static String tested(JsonNode report) {
        if (!report.isObject()) {
            return "Test kit: no report in the jar.";
        }
        return "Test kit: " + report.path("kit").asText() + ", "
                + report.path("suite").asText() + ", "
                + report.path("passed").asInt() + " passed, "
                + report.path("failed").asInt() + " failed, "
                + report.path("not_declared").asInt() + " not declared, "
                + report.path("date").asText()
                + (report.path("of_this_code").asBoolean() ? "." : "; its code was changed since.");
    }

    private static String line(JsonNode plugin) {
        String version = plugin.path("version").asText("");
        return plugin.path("name").asText() + (version.isEmpty() || version.equals("null") ? "" : " " + version) + " "
                + plugin.path("state").asText() + ": " + plugin.path("sentence").asText();
    }
}
