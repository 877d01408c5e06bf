package org.mutoscope.backend.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The configuration with every default and place filled in.
 *
 * @param program how to start a worker
 * @param patience how long to wait for it
 * @param workers number of workers, 1 to 64
 * @param runFolder where workers get their folders
 * @param owner part of the folders' names that tells whose they are
 */
record Settings(Program program, Patience patience, int workers, Path runFolder, String owner) {
    /** Begins the arguments that name a model folder. */
    static final String MODELS = "models=";

    /**
     * Command line and surroundings of a worker.
     *
     * @param java the Java program
     * @param virtualMachine options of the Java program
     * @param classPath class path
     * @param mainClass class to run
     * @param arguments its arguments
     * @param libraryPath put before LD_LIBRARY_PATH; empty for nothing
     */
    record Program(
            String java,
            List<String> virtualMachine,
            String classPath,
            String mainClass,
            List<String> arguments,
            String libraryPath) {}

    /** Folders whose subfolders are model packages. */
    List<Path> modelFolders() {
        return program.arguments().stream()
                .filter(argument -> argument.startsWith(MODELS))
                .map(argument -> Path.of(argument.substring(MODELS.length())))
                .toList();
    }

    /**
     * How long a worker may take.
     *
     * @param start without progress while it starts
     * @param heartbeat without a sign of life
     * @param stall without progress of a render
     * @param cancel until it is idle after a cancel
     * @param open for each graph of a model that is loaded for an order
     */
    record Patience(Duration start, Duration heartbeat, Duration stall, Duration cancel, Duration open) {}

    /**
     * Places that {@code ${name}} stands for.
     *
     * @param home folder of the program
     * @param data folder of the data
     */
    record Places(Path home, Path data) {
        /** Replaces {@code ${mutoscope.home}} and {@code ${mutoscope.data}}. */
        String expand(String text) {
            String expanded = text;
            for (Map.Entry<String, Path> place :
                    Map.of("${mutoscope.home}", home, "${mutoscope.data}", data).entrySet()) {
                expanded = expanded.replace(place.getKey(), place.getValue().toString());
            }
            return expanded;
        }
    }
}
