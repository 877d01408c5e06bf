package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration, looked at by the bundle that applies it, in a process of its own: no platform has to run. */
@Command(
        name = "config",
        description = "checks the configuration files, and tells every key there is",
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Reference.class},
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static String look(List<String> words, Path data) throws IOException {
        Path bundles = Program.home().resolve("lib").resolve("bundles");
        List<String> command = new ArrayList<>(List.of(
                Program.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                jar(bundles, "mutoscope-config-") + java.io.File.pathSeparator + jar(bundles, "slf4j-api-"),
                "org.mutoscope.config.Check"));
        command.addAll(words);
        for (Path folder : List.of(bundles, Program.home().resolve("deploy"), data.resolve("deploy"))) {
            command.add("bundles=" + folder);
        }
        return Program.run("the configuration's program", command);
    }

    private static Path jar(Path folder, String name) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*" + name + "*.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        }
        throw new Failure(Failure.FILE, "this installation has no " + name + "*.jar in " + folder);
    }

    /** The folder that is meant: the one that was named, else that of the distribution. */
    static Path conf(Path named) {
        return (named == null ? Program.home().resolve("conf") : named)
                .toAbsolutePath()
                .normalize();
    }

    /** {@code mutoscope config check}. */
    @Command(
            name = "check",
            description = {
                "names everything that is wrong with the configuration files, as a start would; exit code 1 if something is",
                "Commands of ${command:...} are run, unless --without-secrets."
            })
    static final class Check extends Local {
        @Option(
                names = "--conf",
                paramLabel = "DIR",
                description = "configuration files (default: conf/ of the distribution)")
        private Path conf;

        @Option(
                names = "--without-secrets",
                description = "do not look where references lead: for a machine that has not the secrets")
        private boolean withoutSecrets;

        @Override
        JsonNode run() throws IOException {
            return findings(conf(conf), data(), !withoutSecrets);
        }

        /** What is wrong in a folder. @param secrets whether to look where references lead */
        static ObjectNode findings(Path folder, Path data, boolean secrets) throws IOException {
            if (!Files.isDirectory(folder)) {
                throw new Failure(Failure.FILE, "there is no folder " + folder);
            }
            List<String> words = List.of("check", "conf=" + folder, "secrets=" + (secrets ? "yes" : "no"));
            ObjectNode answer = new ObjectMapper().createObjectNode().put("conf", folder.toString());
            ArrayNode problems = answer.putArray("problems");
            ArrayNode warnings = answer.putArray("warnings");
            for (String line : look(words, data).lines().toList()) {
                String[] parts = line.split("\t", -1);
                switch (parts[0]) {
                    case "problem" -> problems.addObject()
                            .put("number", parts[1])
                            .put("file", parts[2])
                            .put("line", Integer.parseInt(parts[3]))
                            .put("sentence", parts[4]);
                    case "warning" -> warnings.add(parts[1]);
                    default -> answer.put("files", Integer.parseInt(parts[1]));
                }
            }
            return answer.put("ok", problems.isEmpty());
        }

        @Override
        void tell(JsonNode answer) {
            for (JsonNode p : answer.path("problems")) {
                String line =
                        p.path("line").asInt() > 0 ? " line " + p.path("line").asInt() : "";
                out().println(p.path("number").asText() + " " + p.path("file").asText() + line + ": "
                        + p.path("sentence").asText());
            }
            answer.path("warnings").forEach(warning -> out().println("warning: " + warning.asText()));
            int wrong = answer.path("problems").size();
            String files = answer.path("files").asInt() + " files in "
                    + answer.path("conf").asText();
            out().println(
                            wrong == 0
                                    ? files + ": nothing is wrong"
                                    : files + ": " + wrong + " to mend; nothing would start");
        }
    }

    /** {@code mutoscope config reference}. */
    @Command(
            name = "reference",
            description =
                    "prints every key of the installed bundles with type, range, default and meaning, in Markdown")
    static final class Reference extends Local {
        @Parameters(
                arity = "0..1",
                paramLabel = "PID",
                defaultValue = "org.mutoscope.",
                description = "only components whose name begins so (default: ${DEFAULT-VALUE})")
        private String prefix;

        @Override
        JsonNode run() throws IOException {
            String page = look(List.of("reference", "conf=" + conf(null), "of=" + prefix), data());
            return new ObjectMapper().createObjectNode().put("markdown", page);
        }

        @Override
        void tell(JsonNode answer) {
            out().print(answer.path("markdown").asText());
            out().flush();
        }
    }
}
