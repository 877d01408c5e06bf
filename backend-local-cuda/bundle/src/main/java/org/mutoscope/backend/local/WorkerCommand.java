package org.mutoscope.backend.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts the program of a worker. */
final class WorkerCommand {
    private static final String LIBRARY_PATH = "LD_LIBRARY_PATH";
    // The platform's environment may hold secrets that configuration refers to; a program that opens foreign files must
    // not see them.
    private static final Set<String> PASSED_ON =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", LIBRARY_PATH, "DYLD_LIBRARY_PATH");
    private static final List<String> PASSED_ON_PREFIXES = List.of("CUDA_", "NVIDIA_", "ORT_");

    private WorkerCommand() {}

    /** @param folder the worker's own, its working directory and its place for temporary files */
    static Process start(Settings.Program program, Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.java());
        command.addAll(program.virtualMachine());
        command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
        command.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
        command.add("-cp");
        command.add(program.classPath());
        command.add(program.mainClass());
        command.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        surround(builder.environment(), program);
        return builder.start();
    }

    private static void surround(Map<String, String> environment, Settings.Program program) {
        environment.keySet().removeIf(name -> !passedOn(name));
        // Newer builds of ONNX Runtime report home unless told not to, and only the environment can tell them in time.
        environment.put("ORT_DISABLE_TELEMETRY", "1");
        if (!program.libraryPath().isEmpty()) {
            String before = environment.getOrDefault(LIBRARY_PATH, "");
            environment.put(LIBRARY_PATH, program.libraryPath() + (before.isEmpty() ? "" : ":" + before));
        }
    }

    private static boolean passedOn(String name) {
        return PASSED_ON.contains(name) || PASSED_ON_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
