package org.mutoscope.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of control groups, from files as the kernel shows them. */
class ContainerMemoryTest {
    private static final ContainerMemory NONE = new ContainerMemory(Long.MAX_VALUE, Long.MAX_VALUE);

    @TempDir
    Path root;

    @Test
    void withoutGroupsThereIsNoLimit() throws IOException {
        assertEquals(NONE, ContainerMemory.of(root));
        file("proc/self/cgroup", "0::/user.slice\nnonsense\n");
        file("sys/fs/cgroup/user.slice/memory.max", "max\n");
        file("sys/fs/cgroup/user.slice/memory.current", "7\n");
        assertEquals(NONE, ContainerMemory.of(root));
    }

    /** What files in memory take can be had again. */
    @Test
    void versionTwo() throws IOException {
        file("proc/self/cgroup", "0::/\n");
        file("sys/fs/cgroup/memory.max", "1000\n");
        file("sys/fs/cgroup/memory.current", "900\n");
        file("sys/fs/cgroup/memory.stat", "anon 500\ninactive_file 300\nactive_file 100\n");
        assertEquals(new ContainerMemory(1000, 400), ContainerMemory.of(root));
    }

    @Test
    void theTightestGroupAroundCounts() throws IOException {
        file("proc/self/cgroup", "0::/a/b\n");
        file("sys/fs/cgroup/a/memory.max", "1000\n");
        file("sys/fs/cgroup/a/memory.current", "950\n");
        file("sys/fs/cgroup/a/b/memory.max", "800\n");
        file("sys/fs/cgroup/a/b/memory.current", "100\n");
        assertEquals(new ContainerMemory(800, 50), ContainerMemory.of(root));
    }

    @Test
    void versionOne() throws IOException {
        file("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/abc\n0::/\n");
        // In a container the group lies at the top, whatever the path says.
        file("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n");
        file("sys/fs/cgroup/memory/memory.usage_in_bytes", "1200\n");
        file("sys/fs/cgroup/memory/memory.stat", "cache 1\ntotal_inactive_file 250\n");
        assertEquals(new ContainerMemory(1000, 50), ContainerMemory.of(root));
    }

    @Test
    void aPathCannotLeadOutside() throws IOException {
        file("proc/self/cgroup", "0::/../../..\n");
        file("memory.max", "1\n");
        assertEquals(NONE, ContainerMemory.of(root));
    }

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
