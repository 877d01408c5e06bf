package org.mutoscope.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

/** The words are those of Felix 7.0.5. */
class BootProblemsTest {
    @Test
    void aMissingPackageIsNamed() {
        BundleException thrown = new BundleException(
                "Unable to resolve org.acme [7](R 7.0): missing requirement [org.acme [7](R 7.0)] osgi.wiring.package; "
                        + "(&(osgi.wiring.package=org.mutoscope.api.backend)(version>=2.0.0)(!(version>=3.0.0))) "
                        + "Unresolved requirements: [[org.acme [7](R 7.0)] osgi.wiring.package; (...)]");

        assertEquals(
                "it needs the package org.mutoscope.api.backend (version>=2.0.0)(!(version>=3.0.0)), which no installed bundle exports",
                BootProblems.reason(thrown));
    }

    @Test
    void aMissingCapabilityIsNamed() {
        BundleException thrown = new BundleException(
                "Unable to resolve org.acme [7](R 7.0): missing requirement [org.acme [7](R 7.0)] osgi.ee; "
                        + "(&(osgi.ee=JavaSE)(version=25)) Unresolved requirements: [[org.acme [7](R 7.0)] osgi.ee; (...)]");

        assertEquals(
                "it needs osgi.ee; (&(osgi.ee=JavaSE)(version=25)), which nothing installed offers",
                BootProblems.reason(thrown));
    }

    @Test
    void theInnermostReasonCounts() {
        Throwable thrown = new BundleException(
                "Activator start error",
                new IllegalStateException("wrapped", new NumberFormatException("for \"x\"\n  y")));

        assertEquals("NumberFormatException: for \"x\" y", BootProblems.reason(thrown));
    }
}
