package org.mutoscope.worker;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.worker.device.Device;
import org.mutoscope.worker.model.ModelManifest.Memory;
import org.mutoscope.worker.model.PackageProblem;

/**
 * Whether a package's own word on memory ({@code memory_mb}) fits what is there. Asked before anything is loaded: a process that the system kills for
 * want of memory explains nothing.
 *
 * @param hostTotal memory of the machine or container, in MiB
 * @param hostFree memory that can be had now, in MiB
 * @param device memory the worker may use on the GPU, in MiB; 0 if it has no limit or there is no GPU
 */
record MemoryPlan(long hostTotal, long hostFree, long device) {
    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: *([0-9]+) kB");

    /** What is there now. @param deviceLimit limit for the CUDA arena in MiB, 0 for none */
    static MemoryPlan now(Device device, long deviceLimit) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ContainerMemory container = ContainerMemory.of(Path.of("/"));
        long total = Math.min(system.getTotalMemorySize(), container.limit()) >> 20;
        long free = Math.min(available(system), container.free() >> 20);
        return new MemoryPlan(total, Math.min(total, free), device.cuda() ? deviceLimit : 0);
    }

    private static long available(OperatingSystemMXBean system) {
        try {
            // What the system would free for a process that asks; the bean counts files in memory as used.
            for (String line : Files.isReadable(SYSTEM) ? Files.readAllLines(SYSTEM) : List.<String>of()) {
                Matcher matcher = AVAILABLE.matcher(line);
                if (matcher.matches()) {
                    return Long.parseLong(matcher.group(1)) >> 10;
                }
            }
        } catch (IOException e) {
            // Then the bean has to do.
        }
        return system.getFreeMemorySize() >> 20;
    }

    /** Whether it can be loaded now. */
    boolean fitsNow(Memory needed) {
        return needed.host() <= hostFree;
    }

    /** @throws PackageProblem {@code model_needs_memory} if it could never be loaded here */
    void check(Memory needed) throws PackageProblem {
        if (needed.host() > hostTotal) {
            throw problem("the model needs " + needed.host() + " MiB of memory, this machine has " + hostTotal
                    + " MiB; use a smaller model or a bigger machine");
        }
        if (device > 0 && needed.device() > device) {
            throw problem("the model needs " + needed.device() + " MiB on the GPU, cuda.memory.mb allows " + device
                    + " MiB; raise it or use a smaller model");
        }
    }

    /** @throws PackageProblem {@code model_needs_memory} if it cannot be loaded now */
    void checkNow(Memory needed) throws PackageProblem {
        check(needed);
        if (!fitsNow(needed)) {
            throw problem("the model needs " + needed.host() + " MiB of memory, only " + hostFree
                    + " MiB can be had now; end other programs or use a smaller model");
        }
    }

    private static PackageProblem problem(String message) {
        return new PackageProblem("model_needs_memory", message);
    }
}
