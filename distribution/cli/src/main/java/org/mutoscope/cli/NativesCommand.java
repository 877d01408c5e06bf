package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Native libraries of ONNX Runtime. */
@Command(
        name = "natives",
        description = "fetches native libraries of ONNX Runtime and says whether they work here",
        mixinStandardHelpOptions = true,
        subcommands = {NativesCommand.Listing.class, NativesCommand.Install.class, NativesCommand.Verify.class},
        synopsisSubcommandLabel = "list|install|verify")
final class NativesCommand {
    /** Lists the sets. */
    @Command(name = "list", description = "lists the sets there are and which are installed")
    static final class Listing extends Local {
        @Override
        JsonNode run() throws IOException {
            ObjectNode answer = Api.object();
            for (NativeSet set : NativeSet.all()) {
                answer.withArray("data")
                        .addObject()
                        .put("set", set.name())
                        .put("title", set.title())
                        .put("download_bytes", set.bytes())
                        .put("installed", Files.isDirectory(set.folder(data())));
            }
            return answer;
        }

        @Override
        void tell(JsonNode answer) {
            answer.path("data").forEach(set -> out().printf(
                            "%-7s %-9s %4d MB  %s%n",
                            set.path("set").asText(),
                            set.path("installed").asBoolean() ? "installed" : "-",
                            set.path("download_bytes").asLong() / 1_000_000,
                            set.path("title").asText()));
        }
    }

    /** Installs one. */
    @Command(name = "install", description = "fetches a set from a Maven repository, compares digests, unpacks it once")
    static final class Install extends Local {
        @Parameters(paramLabel = "SET", description = "one of: mutoscope natives list")
        private String name;

        @Option(
                names = "--repository",
                paramLabel = "URL",
                defaultValue = NativeSet.CENTRAL,
                description = "Maven repository, or a folder with the same layout (default: ${DEFAULT-VALUE})")
        private String repository;

        @Override
        JsonNode run() throws IOException {
            NativeSet set = NativeSet.named(name);
            Path folder = set.install(data(), repository, words -> err().println(words));
            return Api.object().put("set", name).put("folder", folder.toString());
        }

        @Override
        void tell(JsonNode answer) {
            out().println(answer.path("folder").asText());
            out().println("now set worker.natives=" + name
                    + " in conf/org.mutoscope.backend.local.cfg, and see: mutoscope natives verify " + name);
        }
    }

    /** Tries one. */
    @Command(name = "verify", description = "runs a graph with a set and says on what, or what is missing")
    static final class Verify extends Local {
        @Parameters(arity = "0..1", paramLabel = "SET", description = "a set that is installed; none: what is shipped")
        private String name;

        @Override
        JsonNode run() throws IOException {
            Optional<Path> folder = Optional.empty();
            String device = "cpu";
            if (name != null) {
                NativeSet set = NativeSet.named(name);
                folder = Optional.of(set.folder(data()));
                device = set.device();
                if (!Files.isDirectory(folder.get())) {
                    throw new Failure(
                            Failure.REFUSED, name + " is not installed; do: mutoscope natives install " + name);
                }
            }
            JsonNode found = Worker.inspect(folder, device, Optional.empty());
            boolean works = found.path("provider").asText().equals(device);
            return Api.object()
                    .put("set", name == null ? "shipped" : name)
                    .put("ok", works)
                    .put("provider", found.path("provider").asText())
                    .put("device", found.path("device").asText())
                    .put("driver", driver())
                    .put("onnxruntime", found.path("onnxruntime").asText(""))
                    .put("reason", found.path("reason").asText());
        }

        private static String driver() {
            try {
                return Files.readAllLines(Path.of("/proc/driver/nvidia/version"))
                        .get(0);
            } catch (IOException e) {
                return "no NVIDIA driver";
            }
        }

        @Override
        void tell(JsonNode answer) {
            out().println(answer.path("set").asText() + ": provider "
                    + answer.path("provider").asText() + ", device "
                    + answer.path("device").asText() + ", "
                    + answer.path("driver").asText());
            if (!answer.path("reason").asText().isEmpty()) {
                err().println("mutoscope: " + answer.path("reason").asText());
            }
        }
    }
}
