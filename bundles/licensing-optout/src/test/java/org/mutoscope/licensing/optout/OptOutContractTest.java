package org.mutoscope.licensing.optout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceOffer;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.tck.AskedLicence;
import org.mutoscope.tck.PolicyContract;
import org.mutoscope.tck.PolicySpecimen;

/** The contracts of a licensing policy, and what is free by opt-out. */
class OptOutContractTest extends PolicyContract {
    private static final LicenceOffer OFFER = new LicenceOffer("o1", "fox", 5, Map.of());

    private static LicenceQuery asked(String kind, List<LicenceGrant> grants, List<LicenceOffer> offers) {
        return new AskedLicence(
                "acct_one",
                "an animal that somebody has drawn",
                "model-1",
                "personal",
                List.of(new Finding(kind, "fox", 3, 9, 900_000)),
                grants,
                offers,
                Instant.parse("2026-06-01T12:00:00Z"));
    }

    @Override
    protected PolicySpecimen specimen() {
        return new OptOut();
    }

    private static final class OptOut implements PolicySpecimen {
        @Override
        public LicensingPolicy policy() {
            return new OptOutPolicy();
        }

        @Override
        public List<LicenceQuery> allowed() {
            return List.of(
                    AskedLicence.about("a glass of water"),
                    asked("character", List.of(), List.of()),
                    asked("artwork", List.of(), List.of()),
                    asked("music", List.of(), List.of()),
                    asked("likeness", List.of(new LicenceGrant("g1", "fox", Map.of())), List.of()));
        }

        @Override
        public List<LicenceQuery> refused() {
            return List.of(
                    asked("likeness", List.of(), List.of()),
                    asked("voice", List.of(), List.of()),
                    asked("character", List.of(), List.of(OFFER)),
                    asked("music", List.of(new LicenceGrant("g1", "fox", Map.of("x:moonphase", "full"))), List.of()));
        }
    }

    @Test
    void anOfferIsTheOptOut() {
        OptOutPolicy policy = new OptOutPolicy();
        LicenceOutcome.NeedsLicence needs = assertInstanceOf(
                LicenceOutcome.NeedsLicence.class, policy.evaluate(asked("character", List.of(), List.of(OFFER))));
        assertEquals(List.of(OFFER), needs.offers());
        assertEquals(
                LicenceOutcome.Allow.freely(),
                policy.evaluate(asked("character", List.of(), List.of())),
                "no fee, no duty");
    }
}
