package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.PurchaseHistory;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.api.billing.Subscriptions;

/** What the bundle may be: level 2, in a framework like the platform's. */
interface BundleContract extends OnBench {
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

    /** Money is counted in whole minor units: no class of the provider computes with float or double. */
    @Test
    default void moneyIsWhole() throws Exception {
        assertEquals(
                List.of(),
                WholeMoney.fractions(file(), bench().provider.getClass().getPackageName()),
                "classes that compute in fractions");
    }

    /** The service says who it is, in the form the platform takes. */
    @Test
    default void serviceHasAnId() throws Exception {
        declared();
        assertTrue(
                trial().id().matches("[a-z0-9-]{1,16}"),
                "mutoscope.billing.id is 1 to 16 lower-case letters, digits and dashes: " + trial().id());
    }

    /** All its services carry the same id in every start, and it registers what its class offers: the host finds a history by the provider's id. */
    @Test
    default void servicesShareOneId() throws Exception {
        declared();
        Set<String> ids = new TreeSet<>();
        trial().services().values().forEach(ids::addAll);
        assertEquals(Set.of(trial().id()), ids, "ids of its services");
        for (Class<?> optional : List.of(PurchaseHistory.class, RefundAnswers.class, Subscriptions.class)) {
            assertTrue(
                    bench().specimen.offers(optional, bench().provider).isEmpty()
                            || trial().services().containsKey(optional.getName()),
                    "the class offers " + optional.getSimpleName() + " and the bundle does not register it");
        }
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

    private void declared() throws IOException {
        assumeTrue(candidate().isPresent(), "not declared: no bundle");
    }

    private BundleFile file() throws IOException {
        declared();
        return new BundleFile(candidate().orElseThrow());
    }
}
