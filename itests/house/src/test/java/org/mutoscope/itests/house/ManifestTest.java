package org.mutoscope.itests.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.header.OSGiHeader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the manifests of our bundles may say. */
class ManifestTest {
    private static final Set<String> MAY_EXPORT = Set.of("mutoscope-api", "mutoscope-contracts");
    /** Built like a partner's: on the partner API alone. */
    private static final String PARTNERS =
            "mutoscope-(backend|billing|licensing|revenue|guard|provenance|assets|media)-.*";

    @Test
    void thereAreBundlesToLookAt() {
        assertTrue(Shipped.ours().size() >= 12, "the scan found too little: " + Shipped.ours());
    }

    @Test
    void onlyApiAndContractsExport() {
        for (Shipped.Locked bundle : Shipped.ours()) {
            boolean exports = !bundle.header("Export-Package").isEmpty();
            assertEquals(MAY_EXPORT.contains(bundle.module()), exports, bundle.module() + " and Export-Package");
        }
    }

    @Test
    void swappableBundlesImportNothingOfOursButTheApi() {
        for (Shipped.Locked bundle : Shipped.ours()) {
            for (String name : imports(bundle)) {
                boolean ours = name.startsWith("org.mutoscope.");
                boolean api = name.startsWith("org.mutoscope.api.");
                boolean core = name.startsWith("org.mutoscope.core.");
                assertTrue(!ours || api || core, bundle.module() + " imports " + name);
                assertFalse(
                        core && bundle.module().matches(PARTNERS),
                        bundle.module() + " imports " + name + ", which partners cannot");
            }
        }
    }

    @Test
    void theApiImportsNothing() {
        Shipped.Locked api = Shipped.ours().stream()
                .filter(b -> b.module().equals("mutoscope-api"))
                .findFirst()
                .orElseThrow();
        for (String name : imports(api)) {
            assertTrue(name.startsWith("org.mutoscope.api."), "the API imports " + name);
        }
    }

    @Test
    void everyShippedJarIsABundleWithALicence() {
        for (Shipped.Locked bundle : Shipped.bundles()) {
            assertFalse(
                    bundle.header("Bundle-SymbolicName").isEmpty(),
                    bundle.coordinates() + " has no Bundle-SymbolicName");
        }
        for (Shipped.Locked bundle : Shipped.ours()) {
            assertTrue(bundle.header("Bundle-License").startsWith("Apache-2.0"), bundle.module());
        }
    }

    private static Set<String> imports(Shipped.Locked bundle) {
        return new TreeSet<>(
                OSGiHeader.parseHeader(bundle.header("Import-Package")).keySet());
    }
}
