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
 * The contracts of a billing provider. A partner extends it, says what the provider and its store are, and runs it as a JUnit 5 test. Level 1 calls the
 * provider's class in the test's JVM; level 2 installs its bundle into a framework. The report goes to {@code target/mutoscope-tck.json} and {@code .txt}.
 */
@ExtendWith(KitReport.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BillingContract
        implements ProofContract,
                NoticeContract,
                LookupContract,
                HistoryContract,
                RefundContract,
                SubscriptionContract,
                BillingBundleContract,
                OperationContract,
                Suite {
    private Bench bench;
    private BundleTrial trial;

    /**
     * Called before each test.
     *
     * @param store a new store double; stock it if the provider asks a store
     */
    protected abstract BillingSpecimen specimen(StoreDouble store) throws Exception;

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

    /** How often level 2 starts and stops the bundle. Fewer only where each start takes seconds; the report tells the number. */
    protected int starts() {
        return 20;
    }

    /** How long half an answer of the store may take to arrive before a call is interrupted. A shorter time makes the tests milder, never wrong. */
    protected Duration linger() {
        return Duration.ofMillis(200);
    }

    /** Sets up the bench. */
    @BeforeEach
    final void setUp() throws Exception {
        StoreDouble store = new StoreDouble();
        bench = new Bench(store, specimen(store), linger());
    }

    /** Clears it. */
    @AfterEach
    final void tearDown() {
        bench.close();
    }

    @Override
    public final Bench bench() {
        return bench;
    }

    @Override
    public final String subject() {
        return "billing";
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
    public final Duration patience(Duration most) {
        return patience().compareTo(most) < 0 ? patience() : most;
    }

    @Override
    public final BundleTrial trial() throws Exception {
        if (trial == null) {
            trial = BundleTrial.run(bundle().orElseThrow(), new BillingKind(bench, starts()), patience());
        }
        return trial;
    }
}
