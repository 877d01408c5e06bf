package org.mutoscope.licensing.optin;

import static org.mutoscope.licensing.optin.Asked.HOLDER;
import static org.mutoscope.licensing.optin.Asked.asked;
import static org.mutoscope.licensing.optin.Asked.grant;
import static org.mutoscope.licensing.optin.Asked.offer;

import java.util.List;
import java.util.Map;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.tck.AskedLicence;
import org.mutoscope.tck.PolicyContract;
import org.mutoscope.tck.PolicySpecimen;

/** The contracts of a licensing policy. */
class OptInContractTest extends PolicyContract {
    @Override
    protected PolicySpecimen specimen() {
        return new OptIn();
    }

    private static final class OptIn implements PolicySpecimen {
        @Override
        public LicensingPolicy policy() {
            return new OptInPolicy();
        }

        @Override
        public List<LicenceQuery> allowed() {
            return List.of(
                    AskedLicence.about("a glass of water"),
                    asked("fox").with(grant("g1", "fox", Map.of())),
                    asked("fox")
                            .with(grant(
                                    "g1",
                                    "fox",
                                    Map.of(
                                            LicenceTerms.HOLDER,
                                            HOLDER,
                                            LicenceTerms.PRICE,
                                            "5",
                                            LicenceTerms.UNIT,
                                            "credits"))));
        }

        @Override
        public List<LicenceQuery> refused() {
            return List.of(
                    asked("fox"),
                    asked("fox").with(offer("o1", "fox", 5, Map.of())),
                    asked("fox").with(grant("g1", "wolf", Map.of())),
                    asked("fox")
                            .with(grant(
                                    "g1",
                                    "fox",
                                    Map.of(LicenceTerms.HOLDER, HOLDER, LicenceTerms.CONSENT, LicenceTerms.BEFORE))));
        }
    }
}
