package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an operator may do to a backend that renders: level 2, in a framework like the platform's. */
interface StopContract extends BundleContract, OnBackendBench {
    /** Longer than this no operator waits for a bundle to stop. */
    Duration LONGEST_STOP = Duration.ofSeconds(30);

    /** It stops although a clip is being made: the host interrupts that render, and the bundle has nothing to wait for. */
    @Test
    default void stopDoesNotWaitForRenders() throws Exception {
        declared();
        Duration most = bench().patience.compareTo(LONGEST_STOP) < 0 ? bench().patience : LONGEST_STOP;
        assertTrue(
                BackendKind.stopsDuringARender(candidate().orElseThrow(), bench(), most),
                "the bundle had not stopped after " + most.toSeconds() + " s, because a render went on");
    }
}
