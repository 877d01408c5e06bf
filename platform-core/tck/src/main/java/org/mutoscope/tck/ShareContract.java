package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contracts of a revenue model. A partner extends it, says what the model is, and runs it as a JUnit 5 test. Level 1 calls the model's class in
 * the test's JVM; level 2 installs its bundle into a framework. The report goes to {@code target/mutoscope-tck.json} and {@code .txt}.
 */
@ExtendWith(KitReport.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ShareContract implements ShareConservationContract, BundleContract, Suite {
    private ShareSpecimen specimen;
    private BundleTrial trial;

    /** Called before each test. */
    protected abstract ShareSpecimen specimen() throws Exception;

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
    public final ShareSpecimen on() {
        return specimen;
    }

    @Override
    public final String subject() {
        return "revenue";
    }

    @Override
    public final Optional<Path> candidate() throws IOException {
        return bundle();
    }

    /** Money is whole: no class of the model computes with float or double. */
    @Test
    final void moneyIsWhole() throws Exception {
        declared();
        assertEquals(
                List.of(),
                WholeMoney.fractions(file(), specimen.model().getClass().getPackageName()),
                "classes that compute in fractions");
    }

    @Override
    public final BundleTrial trial() throws Exception {
        if (trial == null) {
            trial = BundleTrial.run(bundle().orElseThrow(), new ShareKind(specimen), patience());
        }
        return trial;
    }
}
