package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Models. */
@Command(
        name = "model",
        description = "lists models, and puts model packages into an installation or takes them out",
        mixinStandardHelpOptions = true,
        subcommands = {
            ModelCommand.Listing.class,
            ModelCommand.Import.class,
            ModelCommand.Info.class,
            ModelCommand.Verify.class,
            ModelCommand.Remove.class
        },
        synopsisSubcommandLabel = "list|import|info|verify|remove")
final class ModelCommand {
    private static final long PATIENCE_SECONDS = 60;

    /** Lists them. */
    @Command(name = "list", description = "lists the models on offer, their public names and backends")
    static final class Listing extends Client {
        @Override
        void run(Api api) {
            JsonNode answer = api.get("/api/v1/models");
            show(
                    answer,
                    () -> table(
                            answer.path("data"),
                            "id",
                            "title",
                            "licence",
                            "tasks",
                            "aliases",
                            "seconds",
                            "sizes",
                            "backends",
                            "attributes"));
        }
    }

    /** Puts one in. */
    @Command(
            name = "import",
            description =
                    "checks a model package and puts it into DATA/models; a running platform offers it within seconds")
    static final class Import extends Local {
        @Parameters(
                paramLabel = "FOLDER",
                description = "folder with a model.json, or one as diffusers lays it out, with graphs in ONNX")
        private Path source;

        @ArgGroup(exclusive = false, heading = "For a folder without model.json:%n")
        private Said said = new Said();

        @Option(names = "--replace", description = "in the place of one of the same id that was imported before")
        private boolean replace;

        @Override
        JsonNode run() throws IOException {
            Path folder = source.toAbsolutePath().normalize();
            if (!Files.isDirectory(folder)) {
                throw new Failure(Failure.FILE, "there is no folder " + folder);
            }
            boolean described = Files.exists(folder.resolve("model.json"));
            String id = described ? ModelPackage.read(folder).id() : said.id(folder);
            if (described && !said.settings().isEmpty()) {
                throw new Failure(Failure.USAGE, folder + " has a model.json, which says all this; change it there");
            }
            Path target = models().resolve(id);
            if (Files.exists(target) && !replace) {
                throw new Failure(
                        Failure.REFUSED, "the model " + id + " is there already; say --replace, or remove it first");
            }
            Files.createDirectories(models());
            Path staging = Files.createTempDirectory(models(), ".import-");
            try {
                Path copy = staging.resolve(id);
                Trees.copy(folder, copy);
                if (!described) {
                    describe(copy);
                }
                JsonNode offer = tried(staging);
                put(copy, target, staging);
                ObjectNode answer = Api.object().put("id", id).put("folder", target.toString());
                answer.set("offer", offer);
                return answer.put("offered", offered(id));
            } finally {
                Trees.delete(staging);
            }
        }

        private void describe(Path copy) throws IOException {
            JsonNode told = Worker.describe(copy, said.settings());
            if (!told.path("ok").asBoolean()) {
                throw new Failure(
                        Failure.REFUSED,
                        "it is not imported: " + told.path("message").asText() + " ["
                                + told.path("code").asText() + "]");
            }
        }

        /** What the operator says of a folder that does not say it itself. */
        private static final class Said {
            @Option(names = "--pipeline", paramLabel = "NAME", description = "svd, wan, animatediff or ltx")
            private String pipeline;

            @Option(names = "--id", paramLabel = "NAME", description = "the model's name in the API")
            private String id;

            @Option(names = "--licence", paramLabel = "NAME", description = "licence of the weights")
            private String licence;

            @Option(
                    names = "--set",
                    paramLabel = "KEY=VALUE",
                    description = "anything else in model.json, such as sampling.steps=20; may be repeated")
            private Map<String, String> more = new LinkedHashMap<>();

            String id(Path folder) {
                if (id == null || !id.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
                    throw new Failure(
                            Failure.USAGE,
                            folder + " has no model.json; say --id, lower-case letters, digits, dots and dashes,"
                                    + " at most 64, and --licence, for a folder with graphs in ONNX as diffusers lays it out");
                }
                return id;
            }

            Map<String, String> settings() {
                Map<String, String> settings = new LinkedHashMap<>(more);
                put(settings, "pipeline", pipeline);
                put(settings, "id", id);
                put(settings, "licence", licence);
                return settings;
            }

            private static void put(Map<String, String> settings, String key, String value) {
                if (value != null) {
                    settings.put(key, value);
                }
            }
        }

        /** What a worker that reads it, and compares its digests, offers. */
        private static JsonNode tried(Path staging) throws IOException {
            JsonNode found = Worker.inspect(Optional.empty(), "cpu", Optional.of(staging));
            if (found.path("offers").size() != 1) {
                JsonNode problem = found.path("problems").path(0);
                throw new Failure(
                        Failure.REFUSED,
                        "it is not imported: "
                                + problem.path("message")
                                        .asText(found.path("reason").asText()) + " ["
                                + problem.path("code").asText("model_unusable") + "]");
            }
            return found.path("offers").path(0);
        }

        private static void put(Path copy, Path target, Path staging) throws IOException {
            Path before = staging.resolve(".before");
            if (Files.exists(target)) {
                Files.move(target, before, StandardCopyOption.ATOMIC_MOVE);
            }
            try {
                Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (Files.exists(before)) {
                    Files.move(before, target, StandardCopyOption.ATOMIC_MOVE);
                }
                throw e;
            }
        }

        /** Whether a running platform offers it. */
        private boolean offered(String id) {
            Optional<Api> platform = platform();
            return platform.isPresent() && waited(() -> onOffer(platform.get(), id));
        }

        @Override
        void tell(JsonNode answer) {
            out().println(answer.path("folder").asText() + "  ("
                    + answer.path("offer").path("tasks").asText() + "; "
                    + (answer.path("offered").asBoolean()
                            ? "the platform offers it"
                            : "no platform that runs on this data directory offers it yet")
                    + ")");
            if (answer.path("offer").has("unopened")) {
                out().println(answer.path("offer").path("unopened").asText());
            }
        }
    }

    /** Shows one. */
    @Command(name = "info", description = "shows what an imported package says of itself")
    static final class Info extends Local {
        @Parameters(paramLabel = "ID", description = "id of an imported model, or a folder")
        private String name;

        @Override
        JsonNode run() throws IOException {
            ModelPackage found = ModelPackage.read(folder(this, name));
            ObjectNode answer = Api.object().put("folder", found.folder().toString());
            answer.set("model", found.manifest());
            return answer;
        }

        @Override
        void tell(JsonNode answer) {
            JsonNode model = answer.path("model");
            out().println(answer.path("folder").asText());
            for (String key : List.of(
                    "id",
                    "name",
                    "version",
                    "licence",
                    "format",
                    "pipeline",
                    "tasks",
                    "frames_per_second",
                    "seconds",
                    "render_sizes",
                    "memory_mb",
                    "provenance")) {
                if (model.has(key)) {
                    JsonNode value = model.path(key);
                    out().printf("  %-18s %s%n", key, value.isTextual() ? value.asText() : value);
                }
            }
        }
    }

    /** Checks one. */
    @Command(
            name = "verify",
            description = "reads every file of a package again, compares digests, and has a worker try it")
    static final class Verify extends Local {
        @Parameters(paramLabel = "ID", description = "id of an imported model, or a folder")
        private String name;

        @Override
        JsonNode run() throws IOException {
            ModelPackage found = ModelPackage.read(folder(this, name));
            List<String> differences = found.differences();
            if (differences.isEmpty()) {
                Path place = Files.createTempDirectory("mutoscope-verify-");
                try {
                    Files.createSymbolicLink(place.resolve(found.id()), found.folder());
                    JsonNode seen = Worker.inspect(Optional.empty(), "cpu", Optional.of(place));
                    seen.path("problems")
                            .forEach(problem ->
                                    differences.add(problem.path("message").asText() + " ["
                                            + problem.path("code").asText() + "]"));
                    // What was not tried is not said to run.
                    if (seen.path("offers").path(0).has("unopened")) {
                        differences.add(
                                seen.path("offers").path(0).path("unopened").asText() + " [model_needs_memory]");
                    }
                } finally {
                    Trees.delete(place);
                }
            }
            ObjectNode answer = Api.object().put("id", found.id()).put("ok", differences.isEmpty());
            differences.forEach(answer.putArray("differences")::add);
            return answer;
        }

        @Override
        void tell(JsonNode answer) {
            if (answer.path("ok").asBoolean()) {
                out().println(answer.path("id").asText() + " is what its model.json says, and runs");
            }
            answer.path("differences").forEach(difference -> err().println("mutoscope: " + difference.asText()));
        }
    }

    /** Takes one out. */
    @Command(name = "remove", description = "takes an imported package out: running clips end, no new ones begin")
    static final class Remove extends Local {
        @Parameters(paramLabel = "ID", description = "id of an imported model")
        private String id;

        @Override
        JsonNode run() throws IOException {
            Path folder = folder(this, id);
            if (!models().equals(folder.getParent())) {
                throw new Failure(Failure.REFUSED, id + " was not imported into " + models());
            }
            Path gone = Files.createTempDirectory(models(), ".removed-");
            Files.move(folder, gone.resolve("package"), StandardCopyOption.ATOMIC_MOVE);
            Optional<Api> platform = platform();
            boolean known = platform.isPresent() && !waited(() -> !onOffer(platform.get(), id));
            Trees.delete(gone); // who has it open keeps what is open
            return Api.object().put("id", id).put("removed", true).put("still_offered", known);
        }

        @Override
        void tell(JsonNode answer) {
            out().println(answer.path("id").asText() + " is removed"
                    + (answer.path("still_offered").asBoolean()
                            ? "; the platform still offers it, from another folder or after its next look"
                            : ""));
        }
    }

    private static Path folder(Local command, String name) {
        Path imported = command.models().resolve(name).normalize();
        return command.models().equals(imported.getParent()) && Files.isDirectory(imported)
                ? imported
                : Path.of(name).toAbsolutePath().normalize();
    }

    private static boolean onOffer(Api platform, String id) {
        for (JsonNode model : platform.get("/api/v1/models").path("data")) {
            if (model.path("id").asText().equals(id)) {
                return true;
            }
        }
        return false;
    }

    private static boolean waited(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return true;
    }
}
