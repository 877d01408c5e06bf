package org.mutoscope.worker.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the command line said, {@code name=value} each: {@code device} ({@code auto}, {@code cpu} or {@code cuda}), {@code threads} (1 to 1,024),
 * {@code cuda.memory.mb} (0 for no limit), {@code parent} (process id of the platform, 0 for none), {@code models} (a folder; may come several times).
 *
 * @param device {@code auto}, {@code cpu} or {@code cuda}
 * @param threads threads of one inference
 * @param deviceMemoryMegabytes limit for the CUDA arena, 0 for none
 * @param parent process without which the worker ends, 0 for none
 * @param models folders with model packages
 */
public record WorkerOptions(String device, int threads, long deviceMemoryMegabytes, long parent, List<Path> models) {
    private static final Set<String> DEVICES = Set.of("auto", "cpu", "cuda");

    /** @throws IllegalArgumentException if a value is out of range */
    public WorkerOptions {
        models = List.copyOf(models);
        if (!DEVICES.contains(device) || threads < 1 || threads > 1024 || deviceMemoryMegabytes < 0 || parent < 0) {
            throw new IllegalArgumentException(
                    "device is auto, cpu or cuda, threads are 1 to 1024, cuda.memory.mb and parent are not negative");
        }
    }

    public static WorkerOptions parse(String... arguments) {
        Map<String, String> values = new HashMap<>();
        List<Path> models = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = argument.substring(0, Math.max(0, equals));
            String value = argument.substring(equals + 1);
            switch (name) {
                case "models" -> models.add(Path.of(value));
                case "device", "threads", "cuda.memory.mb", "parent" -> values.put(name, value);
                default -> throw new IllegalArgumentException("unknown argument " + argument);
            }
        }
        return new WorkerOptions(
                values.getOrDefault("device", "auto"),
                Integer.parseInt(values.getOrDefault(
                        "threads", Integer.toString(Runtime.getRuntime().availableProcessors()))),
                Long.parseLong(values.getOrDefault("cuda.memory.mb", "0")),
                Long.parseLong(values.getOrDefault("parent", "0")),
                models);
    }
}
