package org.mutoscope.itests.outside;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** How long a large package takes to import, and how much memory; then the same for reading it again. Linux. */
public final class Imports {
    private static final int WIDTH = 1000;

    private Imports() {}

    /** Measures. The first argument is the size in MB. */
    public static void main(String[] arguments) throws Exception {
        int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3000;
        Path place = Files.createTempDirectory("mutoscope-imports-");
        Path folder = new ModelFolders(place).copy(ModelFolders.family("ltx"), "bench-import");
        EngineFaults.external(folder, megabytes * (1_000_000 / WIDTH), WIDTH);
        ModelFolders.change(
                folder, json -> json.putObject("memory_mb").put("host", 100).put("device", 100));
        String data = place.resolve("data").toString();
        measure(megabytes + " MB imported", "model", "import", folder.toString(), "--data", data);
        measure(megabytes + " MB verified", "model", "verify", "bench-import", "--data", data);
        ModelFolders.delete(place);
    }

    private static void measure(String what, String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = Platform.HOME.resolve("bin/mutoscope").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command).inheritIO().start();
        Map<String, Long> most = new TreeMap<>();
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            look(process.toHandle(), "command", most);
            process.descendants().forEach(child -> look(child, "worker's program", most));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Promises.equal(0, process.exitValue(), "exit code");
        System.out.printf(Locale.ROOT, "%s in %.1f s; most memory resident: %s%n", what, seconds, most);
    }

    /** Keeps the largest {@code VmHWM}, in MiB; it counts files that are read as memory, too. */
    private static void look(ProcessHandle process, String role, Map<String, Long> most) {
        try {
            for (String line : Files.readAllLines(
                    Path.of("/proc", String.valueOf(process.pid()), "status"), StandardCharsets.UTF_8)) {
                if (line.startsWith("VmHWM:")) {
                    most.merge(role, Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10, Math::max);
                }
            }
        } catch (IOException e) {
            return; // It has ended.
        }
    }
}
