package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** The shipped list of bundles resolves, all of it, without starting anything; so do the test bundles, which are built on the API alone. */
class ResolveTest {
    @TempDir
    Path store;

    @Test
    void everyBundleOfTheLockFileResolves() throws Exception {
        Framework framework =
                new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", store.toString()));
        framework.start(); // Felix cannot stop what was only initialised
        try {
            List<Bundle> bundles = new ArrayList<>();
            for (Shipped.Locked locked : Shipped.bundles()) {
                bundles.add(framework
                        .getBundleContext()
                        .installBundle("reference:" + locked.file().toUri()));
            }
            assertTrue(bundles.size() > 35, "the lock file lists only " + bundles.size());
            try (Stream<Path> jars = Files.list(Shipped.TOP.resolve("itests/bundles/target/bundles"))) {
                for (Path jar : jars.sorted().toList()) {
                    bundles.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
                }
            }
            framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
            List<String> open = bundles.stream()
                    .filter(b -> b.getState() == Bundle.INSTALLED)
                    .map(ResolveTest::why)
                    .toList();
            assertEquals(List.of(), open);
        } finally {
            framework.stop();
            framework.waitForStop(60_000);
        }
    }

    private static String why(Bundle bundle) {
        try {
            bundle.start();
            return bundle + " resolved late";
        } catch (Exception e) {
            return bundle + ": " + e.getMessage();
        }
    }
}
