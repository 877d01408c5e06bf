package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit can fail: each fault of a backend breaks the contract about it, and no other. */
class BadBackendTest {
    @AfterEach
    void clear() {
        System.getProperties().remove(BadJar.LEAK);
        BadBackendContract.fault = BackendFault.none;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "none")
    void exactlyThatContractFails(BackendFault fault) {
        BadBackendContract.fault = fault;
        KitRun run = KitRun.of(BadBackendContract.class);
        assertEquals(Set.of(fault.name()), run.broken(), run.told());
    }

    @Test
    void eachContractHasItsFault() throws Exception {
        KitRun run = KitRun.of(BadBackendContract.class);
        assertEquals(Set.of(), run.broken(), run.told());
        Set<String> faults = Arrays.stream(BackendFault.values())
                .filter(f -> f != BackendFault.none)
                .map(Enum::name)
                .collect(Collectors.toSet());
        assertEquals(faults, run.passed(), "contracts and faults");
        String report = Files.readString(Path.of("target/mutoscope-tck.json"));
        assertTrue(report.contains("\"suite\": \"backend\"") && report.contains("\"not_declared\": 0"), report);
    }
}
