package org.mutoscope.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contracts of a licensing policy. A partner extends it, says what the policy is, and runs it as a JUnit 5 test. Level 1 calls the policy's class in
 * the test's JVM; level 2 installs its bundle into a framework. The report goes to {@code target/mutoscope-tck.json} and {@code .txt}.
 */
@ExtendWith(KitReport.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PolicyContract implements DecisionContract, BundleContract, Suite {
    private PolicySpecimen specimen;
    private BundleTrial trial;

    /** Called before each test. */
    protected abstract PolicySpecimen specimen() throws Exception;

    /**
     * The bundle for level 2; by default what the build put into {@code target/classes}, or the file that the system property {@code mutoscope.tck.bundle} names.
     *
     * @return empty if there is none: level 2 is then reported as not declared
     */
    protected Optional<Path> bundle() throws IOException {
        return BundleFile.find();
    }

    /** How long threads and class loaders may take to go after the bundle has stopped. Only the kit's own tests have reason to shorten it. */
    protected Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** Sets up. */
    @BeforeEach
    final void setUp() throws Exception {
        specimen = specimen();
    }

    @Override
    public final PolicySpecimen on() {
        return specimen;
    }

    @Override
    public final String subject() {
        return "licensing";
    }

    @Override
    public final Optional<Path> candidate() throws IOException {
        return bundle();
    }

    @Override
    public final BundleTrial trial() throws Exception {
        if (trial == null) {
            trial = BundleTrial.run(bundle().orElseThrow(), new PolicyKind(specimen), patience());
        }
        return trial;
    }
}
