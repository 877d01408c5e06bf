package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** A command that works on the files of an installation on this machine, whether its platform runs or not. */
@CommandLine.Command(mixinStandardHelpOptions = true)
abstract class Local implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "data directory of the platform (default: ${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--json", description = "print JSON, one object")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Does it. @return what to show as JSON */
    abstract JsonNode run() throws IOException;

    /** Shows it in words. */
    abstract void tell(JsonNode answer);

    @Override
    public final Integer call() {
        try {
            JsonNode answer = run();
            if (json) {
                out().println(Api.pretty(answer));
            } else {
                tell(answer);
            }
            return answer.path("ok").asBoolean(true) ? 0 : Failure.REFUSED;
        } catch (IOException e) {
            throw new Failure(Failure.FILE, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    Path data() {
        return data.toAbsolutePath().normalize();
    }

    /** Where packages are that this command put there. */
    Path models() {
        return data().resolve("models");
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The platform that runs on the data directory, if one does, ready or not. */
    Optional<Api> platform() {
        Path admin = data().resolve("run").resolve("admin.url");
        Path url = Files.exists(admin) ? admin : data().resolve("run").resolve("url");
        Path process = data().resolve("run").resolve("lock");
        Path key = data().resolve("admin.key");
        try {
            if (!Files.exists(url) || !Files.exists(key)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(process).strip());
            return ProcessHandle.of(pid).isPresent()
                    ? Optional.of(new Api(
                            URI.create(Files.readString(url).strip()),
                            Files.readString(key).strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
