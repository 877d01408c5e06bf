package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator may do to a bundle that serves: level 2, in a framework like the platform's. */
interface OperationContract extends OnBench {
    /** Longer than this no operator waits for a bundle to stop. */
    Duration LONGEST_STOP = Duration.ofSeconds(10);

    /** The bundle, if there is one. */
    Optional<Path> candidate() throws IOException;

    /** The shorter of the suite's patience and this. */
    Duration patience(Duration most);

    /** A changed configuration counts at once, and the first one again when it is changed back: nobody restarts the bundle for it. */
    @Test
    default void takesNewConfiguration() throws Exception {
        Path jar = jar();
        Optional<Reconfigured> other = bench().specimen.reconfigured();
        assumeTrue(other.isPresent(), "not declared: it has no other configuration");
        try (BundleAtWork work = new BundleAtWork(jar, bench(), patience(Duration.ofSeconds(60)))) {
            assertEquals(List.of(), work.reconfigure(other.get()), "what went wrong when the configuration changed");
        }
    }

    /** It stops although a call still waits for the store: the host interrupts that call, and the bundle has nothing to wait for. */
    @Test
    default void stopDoesNotWaitForCalls() throws Exception {
        Path jar = jar();
        assumeTrue(bench().specimen.asksStore(), "not declared: it asks no store");
        try (BundleAtWork work = new BundleAtWork(jar, bench(), patience(LONGEST_STOP))) {
            assertTrue(
                    work.stopsDuringACall(),
                    "the bundle had not stopped after " + patience(LONGEST_STOP).toSeconds()
                            + " s, because a call went on");
        }
    }

    private Path jar() throws IOException {
        Optional<Path> candidate = candidate();
        assumeTrue(candidate.isPresent(), "not declared: no bundle");
        return candidate.get();
    }
}
