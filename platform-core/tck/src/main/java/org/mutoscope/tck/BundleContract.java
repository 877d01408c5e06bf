package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the bundle may be: level 2, in a framework like the platform's. */
interface BundleContract {
    /** The bundle, if there is one. */
    Optional<Path> candidate() throws IOException;

    /** What became of it in a framework; made once for the class. */
    BundleTrial trial() throws Exception;

    /** It imports the API, the JDK and what the platform lends everybody (OSGi's own, slf4j); nothing else. */
    @Test
    default void importsOnlyTheApi() throws Exception {
        assertEquals(List.of(), file().strangeImports(), "imports that the platform does not promise");
    }

    /** It takes all versions of the API up to the next major one: otherwise the platform's next version would stop it. */
    @Test
    default void importsGrowWithTheApi() throws Exception {
        assertEquals(List.of(), file().narrowImports(), "imports of the API that do not take [MAJOR.MINOR,NEXT MAJOR)");
    }

    /** It exports nothing and holds no copy of the API: otherwise its removal would touch other bundles, or its service would not be seen. */
    @Test
    default void keepsToItself() throws Exception {
        assertNull(file().header("Export-Package"), "Export-Package");
        assertEquals(
                List.of(),
                file().entries("org/mutoscope/(api|core)/.*\\.class"),
                "classes of the platform inside the bundle");
    }

    /** The service says who it is, in the form the platform takes. */
    @Test
    default void serviceHasAnId() throws Exception {
        declared();
        ServiceKind<?> kind = trial().kind();
        assertTrue(trial().id().matches(kind.idForm()), kind.idKey() + " is " + kind.idWords() + ": " + trial().id());
    }

    /** Twenty starts and stops under load: it always serves, answers rightly and lets go of its callers. */
    @Test
    default void survivesTwentyCyclesUnderLoad() throws Exception {
        declared();
        assertEquals(List.of(), trial().faults(), "what went wrong in twenty cycles");
    }

    /** It leaves no thread. */
    @Test
    default void leavesNoThread() throws Exception {
        declared();
        assertEquals(List.of(), trial().threadsLeft(), "threads that run on after the bundle was stopped");
    }

    /** It leaves nothing that holds on to its classes. */
    @Test
    default void leavesNoClassLoader() throws Exception {
        declared();
        // A thread holds the classes it runs, and is told of by the contract above.
        assertTrue(
                trial().loaderGone() || !trial().threadsLeft().isEmpty(),
                "the class loader of the uninstalled bundle cannot be collected: something still holds it");
    }

    /** Skips what is about the bundle if there is none. */
    default void declared() throws IOException {
        assumeTrue(candidate().isPresent(), "not declared: no bundle");
    }

    /** The bundle as a file. */
    default BundleFile file() throws IOException {
        declared();
        return new BundleFile(candidate().orElseThrow());
    }
}
