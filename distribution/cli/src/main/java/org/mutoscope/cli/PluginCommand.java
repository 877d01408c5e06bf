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
        description = "installs, lists, explains and removes bundles while the platform runs",
        mixinStandardHelpOptions = true,
        subcommands = {
            PluginCommand.Install.class,
            PluginCommand.Listing.class,
            PluginCommand.Info.class,
            PluginCommand.Remove.class
        },
        synopsisSubcommandLabel = "install|list|info|remove")
final class PluginCommand {
    private static final String PLUGINS = "/api/v1/admin/plugins";

    /** Installs one. */
    @Command(name = "install", description = "copies a jar into deploy/ and waits until it serves")
    static final class Install extends Client {
        @Parameters(paramLabel = "JAR")
        private Path jar;

        @Override
        void run(Api api) {
            if (!Files.isReadable(jar)) {
                throw new Failure(Failure.FILE, "there is no file " + jar);
            }
            JsonNode answer =
                    api.upload(PLUGINS + "?file=" + Api.part(jar.getFileName().toString()), jar);
            show(answer, () -> out().println(line(answer)));
        }
    }

    /** Lists them. */
    @Command(name = "list", description = "lists the bundles that came through deploy/")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get(PLUGINS);
            show(answer, () -> table(answer.path("data"), "name", "version", "state", "in_use", "file", "sentence"));
        }
    }

    /** Explains one. */
    @Command(name = "info", description = "says in one sentence what a bundle does, or why it does not run")
    static final class Info extends Client {
        @Parameters(paramLabel = "NAME", description = "symbolic name, name@version, or file name in deploy/")
        private String name;

        @Override
        void run(Api api) {
            JsonNode answer = api.get(PLUGINS + "/" + Api.part(name));
            show(answer, () -> {
                out().println(line(answer));
                boolean runs = !answer.path("state").asText().equals("FAILED");
                if (runs || answer.path("tested").isObject()) { // of what does not run, the reason alone matters
                    out().println(tested(answer.path("tested")));
                }
            });
        }
    }

    /** Removes one. */
    @Command(name = "remove", description = "lets a bundle's running work end, then removes it and its file")
    static final class Remove extends Client {
        @Parameters(paramLabel = "NAME", description = "symbolic name, name@version, or file name in deploy/")
        private String name;

        @Option(
                names = "--drain",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description =
                        "how long running work may take to end before it is handed over (default: ${DEFAULT-VALUE})")
        private int drain;

        @Override
        void run(Api api) {
            JsonNode answer = api.delete(PLUGINS + "/" + Api.part(name) + "?drain_seconds=" + drain);
            show(answer, () -> out().println(line(answer)));
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
