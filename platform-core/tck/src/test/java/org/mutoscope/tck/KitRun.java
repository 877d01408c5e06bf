package org.mutoscope.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A suite of the kit that was run, and what came of its contracts. */
final class KitRun implements TestExecutionListener {
    private final Set<String> passed = new TreeSet<>();
    private final Set<String> broken = new TreeSet<>();

    /** Runs a suite. */
    static KitRun of(Class<?> suite) {
        KitRun run = new KitRun();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(suite))
                                .build(),
                        run);
        return run;
    }

    /** Contracts that held. */
    Set<String> passed() {
        return passed;
    }

    /** Contracts that were broken. */
    Set<String> broken() {
        return broken.stream().map(b -> b.split(":")[0]).collect(Collectors.toSet());
    }

    /** The broken ones, and how. */
    String told() {
        return broken.toString();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(s -> ((MethodSource) s).getMethodName())
                .orElse("");
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            broken.add(
                    name + ": " + result.getThrowable().map(Throwable::toString).orElse(""));
        } else if (!name.isEmpty() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            passed.add(name);
        }
    }
}
