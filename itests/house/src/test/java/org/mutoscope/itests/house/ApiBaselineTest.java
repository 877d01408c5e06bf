package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The package versions of the partner API against the last released one, {@code itests/house/baseline/mutoscope-api.jar}. After a release the new jar takes
 * its place. A failure says which package changed and which version it needs.
 */
class ApiBaselineTest {
    @Test
    void packageVersionsTellWhatChanged() throws Exception {
        Path released = Shipped.TOP.resolve("itests/house/baseline/mutoscope-api.jar");
        Path built = Shipped.ours().stream()
                .filter(b -> b.module().equals("mutoscope-api"))
                .findFirst()
                .orElseThrow()
                .file();
        try (Processor processor = new Processor();
                Jar before = new Jar(released.toFile());
                Jar now = new Jar(built.toFile())) {
            Set<Baseline.Info> packages = new Baseline(processor, new DiffPluginImpl()).baseline(now, before, null);
            assertFalse(packages.isEmpty(), "nothing was compared");
            List<String> wrong = packages.stream()
                    .filter(p -> p.mismatch)
                    .map(p -> p.packageName + " changed (" + p.packageDiff.getDelta()
                            + "): its package-info.java must say @Version(\"" + p.suggestedVersion + "\"), not "
                            + p.newerVersion)
                    .toList();
            assertTrue(wrong.isEmpty(), String.join("\n", wrong));
        }
    }
}
