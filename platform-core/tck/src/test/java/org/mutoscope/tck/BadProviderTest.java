package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit can fail: each fault of a provider breaks the contract about it, and no other. */
class BadProviderTest {
    private final Set<String> passed = new TreeSet<>();
    private final Set<String> broken = new TreeSet<>();

    @AfterEach
    void clear() {
        System.getProperties().remove(BadActivator.LEAK);
        BadContract.fault = Fault.none;
    }

    @ParameterizedTest
    @EnumSource
    void exactlyThatContractFails(Fault fault) throws Exception {
        run(fault);
        Set<String> expected = fault == Fault.none ? Set.of() : Set.of(fault.name());
        assertEquals(
                expected, broken.stream().map(b -> b.split(":")[0]).collect(Collectors.toSet()), broken.toString());
        String report = Files.readString(Path.of("target/mutoscope-tck.json"));
        assertTrue(report.contains("\"failed\": " + expected.size()), report);
        assertTrue(
                report.contains(
                        fault.ofTheBundle() ? "\"not_declared_because\": {}" : "\"leavesNoThread\": \"no bundle\""),
                report);
    }

    @Test
    void eachContractHasItsFault() {
        run(Fault.none);
        Set<String> faults = Arrays.stream(Fault.values())
                .filter(f -> f != Fault.none)
                .map(Fault::name)
                .collect(Collectors.toSet());
        assertEquals(faults, passed, "contracts and faults");
    }

    private void run(Fault fault) {
        BadContract.fault = fault;
        Launcher launcher = LauncherFactory.create();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(BadContract.class))
                        .build(),
                new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        note(test, result);
                    }
                });
    }

    private void note(TestIdentifier test, TestExecutionResult result) {
        String name = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(s -> ((MethodSource) s).getMethodName())
                .orElse("");
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            broken.add(
                    name + ": " + result.getThrowable().map(Throwable::toString).orElse(""));
        } else if (!name.isEmpty()) {
            passed.add(name);
        }
    }
}
