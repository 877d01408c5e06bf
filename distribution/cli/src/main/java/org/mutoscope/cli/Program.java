package org.mutoscope.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program of this installation, run to its end in a process of its own. */
final class Program {
    private Program() {}

    /** The Java that runs this command. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The unpacked distribution. */
    static Path home() {
        return Path.of(System.getProperty("mutoscope.home", "."));
    }

    /**
     * Runs it.
     *
     * @param name for the message if it fails
     * @return what it printed
     * @throws Failure if it ends with an exit code other than 0
     */
    static String run(String name, List<String> command) throws IOException {
        Path log = Files.createTempFile("mutoscope-", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
            builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = end(process);
            if (exit != 0) {
                throw new Failure(
                        Failure.REFUSED,
                        name + " ended with exit code " + exit + ": "
                                + Files.readString(log).strip());
            }
            return said;
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static int end(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new Failure(Failure.REFUSED, "interrupted", e);
        }
    }
}
