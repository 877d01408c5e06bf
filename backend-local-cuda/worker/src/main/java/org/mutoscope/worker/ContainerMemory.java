package org.mutoscope.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a Linux control group leaves its processes, in bytes: the system's own numbers are those of the whole machine. Version 2 and version 1; the groups around it
 * count as well. {@link Long#MAX_VALUE} stands for no limit.
 *
 * @param limit most memory of all its processes together
 * @param free what is left of it, files that the system would give up included
 */
record ContainerMemory(long limit, long free) {
    private static final ContainerMemory UNLIMITED = new ContainerMemory(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Names of the files of one version. */
    private record Names(String limit, String used, String spare) {}

    private static final Names TWO = new Names("memory.max", "memory.current", "inactive_file ");
    private static final Names ONE =
            new Names("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file ");

    /** Of this process. @param root of the file system */
    static ContainerMemory of(Path root) {
        Path groups = root.resolve("sys/fs/cgroup");
        ContainerMemory found = UNLIMITED;
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            // hierarchy:controllers:path
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[0].equals("0") && parts[1].isEmpty()) {
                found = found.and(upwards(groups, parts[2], TWO));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                found = found.and(upwards(groups.resolve("memory"), parts[2], ONE));
            }
        }
        return found;
    }

    /** A group and those around it. In a container the path may be the host's; then the container's own group is at the top. */
    private static ContainerMemory upwards(Path top, String path, Names names) {
        ContainerMemory found = UNLIMITED;
        Path group = top.resolve(path.replaceFirst("^/+", "")).normalize();
        while (group != null && group.startsWith(top)) {
            found = found.and(group(group, names));
            group = group.getParent();
        }
        return found;
    }

    private static ContainerMemory group(Path group, Names names) {
        long limit = number(group.resolve(names.limit()));
        long used = number(group.resolve(names.used()));
        if (limit == Long.MAX_VALUE || used == Long.MAX_VALUE) {
            return new ContainerMemory(limit, limit);
        }
        return new ContainerMemory(limit, Math.max(0, limit - used + spare(group, names)));
    }

    private static long spare(Path group, Names names) {
        return lines(group.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith(names.spare()))
                .mapToLong(line -> parsed(line.substring(names.spare().length())))
                .filter(bytes -> bytes < Long.MAX_VALUE)
                .sum();
    }

    private ContainerMemory and(ContainerMemory other) {
        return new ContainerMemory(Math.min(limit, other.limit), Math.min(free, other.free));
    }

    private static long number(Path file) {
        return lines(file).stream()
                .mapToLong(ContainerMemory::parsed)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** "max", and whatever else is no number, is no limit. */
    private static long parsed(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            // No such group, or not for us: then nothing is known.
            return List.of();
        }
    }
}
