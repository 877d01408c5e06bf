package org.mutoscope.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contracts of a backend. A partner extends it, says what the backend is, and runs it as a JUnit 5 test. Level 1 calls the backend's class in the
 * test's JVM; level 2 installs its bundle into a framework. The report goes to {@code target/mutoscope-tck.json} and {@code .txt}.
 */
@ExtendWith(KitReport.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract
        implements CapabilityContract,
                EstimateContract,
                RenderContract,
                ProgressContract,
                RefusalContract,
                CancellationContract,
                ResumeContract,
                StopContract,
                Suite {
    private BackendBench bench;
    private BundleTrial trial;

    /** Called before each test; closed after it. */
    protected abstract BackendSpecimen specimen() throws Exception;

    /**
     * The bundle for level 2; by default what the build put into {@code target/classes}, or the file that the system property {@code mutoscope.tck.bundle} names.
     *
     * @return empty if there is none: level 2 is then reported as not declared
     */
    protected Optional<Path> bundle() throws IOException {
        return BundleFile.find();
    }

    /**
     * How long to wait for what must come: a first frame, the end of a render that was interrupted (the host waits 10 s; the machine of a test may be
     * slower), threads and class loaders that go. A backend that takes longer to its first frame raises it.
     */
    protected Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** How often level 2 starts and stops the bundle. Fewer only where each start begins processes, and takes seconds; the report tells the number. */
    protected int starts() {
        return 20;
    }

    /** How long to look for what must not come: something pushed after the end, a clip that nobody has made. A shorter time makes the tests milder, never wrong. */
    protected Duration linger() {
        return Duration.ofMillis(500);
    }

    /** Sets up the bench. */
    @BeforeEach
    final void setUp() throws Exception {
        bench = new BackendBench(specimen(), patience(), linger());
    }

    /** Clears it. */
    @AfterEach
    final void tearDown() throws Exception {
        if (bench != null) {
            bench.close();
            bench = null;
        }
    }

    @Override
    public final BackendBench bench() {
        return bench;
    }

    @Override
    public final String subject() {
        return "backend";
    }

    @Override
    public final int cycles() {
        return starts();
    }

    @Override
    public final Optional<Path> candidate() throws IOException {
        return bundle();
    }

    @Override
    public final BundleTrial trial() throws Exception {
        if (trial == null) {
            trial = BundleTrial.run(bundle().orElseThrow(), new BackendKind(bench, starts()), patience());
        }
        return trial;
    }
}
