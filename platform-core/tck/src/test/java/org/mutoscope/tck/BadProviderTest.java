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

/** The kit can fail: each fault of a provider breaks the contract about it, and no other. */
class BadProviderTest {
    @AfterEach
    void clear() {
        System.getProperties().remove(BadJar.LEAK);
        BadContract.fault = Fault.none;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "none")
    void exactlyThatContractFails(Fault fault) throws Exception {
        KitRun run = run(fault);
        assertEquals(Set.of(fault.name()), run.broken(), run.told());
        reported(fault, 1);
    }

    @Test
    void eachContractHasItsFault() throws Exception {
        KitRun run = run(Fault.none);
        assertEquals(Set.of(), run.broken(), run.told());
        Set<String> faults = Arrays.stream(Fault.values())
                .filter(f -> f != Fault.none)
                .map(Fault::name)
                .collect(Collectors.toSet());
        assertEquals(faults, run.passed(), "contracts and faults");
        reported(Fault.none, 0);
    }

    private static void reported(Fault fault, int failed) throws Exception {
        String report = Files.readString(Path.of("target/mutoscope-tck.json"));
        assertTrue(report.contains("\"failed\": " + failed), report);
        assertTrue(
                report.contains(
                        fault.ofTheBundle() ? "\"not_declared_because\": {}" : "\"leavesNoThread\": \"no bundle\""),
                report);
    }

    private static KitRun run(Fault fault) {
        BadContract.fault = fault;
        return KitRun.of(BadContract.class);
    }
}
