package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceTerms;

/** What the road asks of the registry, and what it does without one. */
class LicensingTest {
    @Test
    void whatUsesLicencesWaitsForTheRegistry() {
        Licensing licensing = new Licensing(() -> null);
        for (String entry : List.of("mutoscope.registered", Licensing.APPROVALS)) {
            assertThrows(Detour.class, () -> licensing.require(Map.of(entry, "1"), "video_1"), entry);
        }
        assertDoesNotThrow(() -> licensing.require(Map.of("mutoscope.grants", "a policy's own"), "video_1"));
    }

    @Test
    void onlyWhoIsAskedIsTakenToAgree() {
        List<LicenceGrant> then =
                Licensing.agreed(List.of(asking("acct_ann"), asking("acct_eve")), List.of("acct_ann"));
        assertEquals(LicenceTerms.GIVEN, then.get(0).terms().get(LicenceTerms.CONSENT));
        assertEquals(LicenceTerms.BEFORE, then.get(1).terms().get(LicenceTerms.CONSENT));
    }

    private static LicenceGrant asking(String holder) {
        return new LicenceGrant(
                "grant of " + holder,
                "subject of " + holder,
                Map.of(LicenceTerms.HOLDER, holder, LicenceTerms.CONSENT, LicenceTerms.BEFORE));
    }
}
