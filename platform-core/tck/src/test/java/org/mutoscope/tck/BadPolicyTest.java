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

/** The kit can fail: each fault of a policy breaks the contract about it, and no other. */
class BadPolicyTest {
    @AfterEach
    void clear() {
        BadPolicyContract.fault = PolicyFault.none;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "none")
    void exactlyThatContractFails(PolicyFault fault) {
        BadPolicyContract.fault = fault;
        KitRun run = KitRun.of(BadPolicyContract.class);
        assertEquals(Set.of(fault.name()), run.broken(), run.told());
    }

    @Test
    void eachContractHasItsFault() throws Exception {
        KitRun run = KitRun.of(BadPolicyContract.class);
        assertEquals(Set.of(), run.broken(), run.told());
        Set<String> faults = Arrays.stream(PolicyFault.values())
                .filter(f -> f != PolicyFault.none)
                .map(Enum::name)
                .collect(Collectors.toSet());
        Arrays.stream(BundleContract.class.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(Test.class))
                .forEach(m -> faults.add(m.getName())); // each has its fault in BadBackendTest
        assertEquals(faults, run.passed(), "contracts and faults");
        String report = Files.readString(Path.of("target/mutoscope-tck.json"));
        assertTrue(report.contains("\"suite\": \"licensing\"") && report.contains("\"not_declared\": 0"), report);
    }
}
