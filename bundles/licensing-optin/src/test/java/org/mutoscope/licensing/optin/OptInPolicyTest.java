package org.mutoscope.licensing.optin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mutoscope.licensing.optin.Asked.HOLDER;
import static org.mutoscope.licensing.optin.Asked.asked;
import static org.mutoscope.licensing.optin.Asked.grant;
import static org.mutoscope.licensing.optin.Asked.offer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceOutcome.Allow;
import org.mutoscope.api.licensing.LicenceOutcome.Deny;
import org.mutoscope.api.licensing.LicenceOutcome.NeedsApproval;
import org.mutoscope.api.licensing.LicenceOutcome.NeedsLicence;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicenceTerms;

/** What is allowed by which terms. */
class OptInPolicyTest {
    private final OptInPolicy policy = new OptInPolicy();

    private Deny denied(LicenceQuery query) {
        return assertInstanceOf(Deny.class, policy.evaluate(query));
    }

    private Allow allowed(LicenceQuery query) {
        return assertInstanceOf(Allow.class, policy.evaluate(query));
    }

    private static Map<String, String> priced(String credits, String... more) {
        Map<String, String> terms = new LinkedHashMap<>(
                Map.of(LicenceTerms.HOLDER, HOLDER, LicenceTerms.PRICE, credits, LicenceTerms.UNIT, "credits"));
        for (int i = 0; i < more.length; i += 2) {
            terms.put(more[i], more[i + 1]);
        }
        return terms;
    }

    @Test
    void whatNobodyOffersIsDeniedWithItsPlace() {
        Deny deny = denied(asked("fox"));
        assertEquals("not_licensed", deny.code());
        assertTrue(deny.message().contains("characters 1 to 5"), deny.message());
    }

    @Test
    void findingsThatAreNoRightsConcernNobody() {
        allowed(asked().with(new Finding("politics", "election", 0, 4, 1_000_000)));
    }

    @Test
    void anOfferIsNamedUntilItIsAGrant() {
        NeedsLicence needs = assertInstanceOf(
                NeedsLicence.class, policy.evaluate(asked("fox").with(offer("o1", "fox", 5, priced("5")))));
        assertEquals("o1", needs.offers().get(0).id());
        Allow allow = allowed(asked("fox").with(grant("g1", "fox", priced("5"))));
        assertEquals(List.of(new LicenceFee(HOLDER, "g1", 5)), allow.fees());
        assertEquals(List.of("g1"), allow.grantIds());
    }

    @Test
    void ofSeveralSubjectsEachNeedsOneAndAllFeesAreTogether() {
        LicenceQuery half =
                asked("fox", "wolf").with(grant("g1", "fox", priced("5"))).with(offer("o2", "wolf", 7, priced("7")));
        NeedsLicence needs = assertInstanceOf(NeedsLicence.class, policy.evaluate(half));
        assertEquals(1, needs.offers().size());
        Allow both = allowed(
                asked("fox", "wolf").with(grant("g1", "fox", priced("5"))).with(grant("g2", "wolf", priced("7"))));
        assertEquals(12, both.fees().stream().mapToLong(LicenceFee::credits).sum());
        assertEquals(
                "not_licensed",
                denied(asked("fox", "bear").with(grant("g1", "fox", priced("5"))))
                        .code());
    }

    @Test
    void anUnknownTermDeniesAndIsNamed() {
        Deny deny = denied(asked("fox").with(grant("g1", "fox", Map.of("x:moonphase", "full"))));
        assertEquals("licence_does_not_cover", deny.code());
        assertTrue(deny.message().contains("x:moonphase"), deny.message());
    }

    @Test
    void valuesThatMakeNoSenseDeny() {
        for (Map<String, String> terms : List.of(
                Map.of(LicenceTerms.PRICE, "-1"),
                Map.of(LicenceTerms.PRICE, "1000000000000000000"),
                Map.of(LicenceTerms.PRICE, "1.5"),
                Map.of(LicenceTerms.UNIT, "EUR"),
                Map.of(LicenceTerms.COUNT, "0"),
                Map.of(LicenceTerms.UNTIL, "2027-01-01"),
                Map.of(LicenceTerms.UNTIL, "2027-01-01T00:00:00"),
                Map.of(LicenceTerms.PURPOSE, "anything"),
                Map.of(LicenceTerms.CONSENT, "perhaps"))) {
            assertEquals(
                    "licence_does_not_cover",
                    denied(asked("fox").with(grant("g1", "fox", terms))).code(),
                    terms.toString());
        }
    }

    @Test
    void timesCountInTheirZone() {
        // asked at 12:00 UTC
        allowed(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.UNTIL, "2026-06-01T14:30:00+02:00"))));
        denied(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.UNTIL, "2026-06-01T13:30:00+02:00"))));
        allowed(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.FROM, "2026-06-01T12:00:00Z"))));
        denied(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.FROM, "2026-06-01T12:00:01Z"))));
    }

    @Test
    void purposeTerritoryAndPeopleAreKeptTo() {
        denied(asked("fox").with(grant("g1", "fox", Map.of())).purpose("commercial"));
        allowed(asked("fox")
                .with(grant("g1", "fox", Map.of(LicenceTerms.PURPOSE, "commercial,advertising")))
                .purpose("commercial"));
        Deny where = denied(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.WHERE, "DE,AT"))));
        assertTrue(where.message().contains("does not say"), where.message());
        LicenceQuery here = asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.WHERE, "DE,AT")));
        allowed(new Asked.Told(here, Set.of("AT"), 720));
        allowed(new Asked.Told(here, Set.of("AT", "DE"), 720));
        Deny elsewhere = denied(new Asked.Told(here, Set.of("AT", "CH"), 720));
        assertTrue(elsewhere.message().contains("CH"), elsewhere.message());
        denied(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.WHO, "acct_two"))));
        allowed(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.WHO, "acct_two,acct_one"))));
    }

    @Test
    void sizeAndCompanyAreKeptTo() {
        LicenceQuery small = asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.RESOLUTION, "720")));
        allowed(new Asked.Told(small, Set.of(), 720));
        denied(new Asked.Told(small, Set.of(), 721));
        denied(small); // not known
        for (String friends : List.of("none", "cat,dog")) {
            Deny deny = denied(asked("fox", "wolf")
                    .with(grant("g1", "fox", Map.of(LicenceTerms.COMPANION, friends)))
                    .with(grant("g2", "wolf", Map.of())));
            assertTrue(deny.message().contains("wolf"), deny.message());
        }
        allowed(asked("fox", "wolf")
                .with(grant("g1", "fox", Map.of(LicenceTerms.COMPANION, "cat,wolf")))
                .with(grant("g2", "wolf", Map.of())));
        allowed(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.COMPANION, "none"))));
    }

    @Test
    void ofGrantsThatOverlapTheFirstThatCoversIsTakenAndOffersAreAllNamed() {
        Allow allow = allowed(asked("fox")
                .with(grant("g1", "fox", priced("1", LicenceTerms.PURPOSE, "advertising")))
                .with(grant("g2", "fox", priced("2")))
                .with(grant("g3", "fox", priced("3"))));
        assertEquals(List.of("g2"), allow.grantIds());
        assertEquals(2, allow.fees().get(0).credits());
        LicenceOutcome.NeedsLicence needs = assertInstanceOf(
                LicenceOutcome.NeedsLicence.class,
                policy.evaluate(asked("fox")
                        .with(Asked.offer("o1", "fox", 5, Map.of()))
                        .with(Asked.offer("o2", "fox", 9, Map.of()))));
        assertEquals(2, needs.offers().size());
    }

    @Test
    void whatIsInTheClipThatItIsMadeFromIsSaidToBeThere() {
        Deny deny = denied(new Asked.Given(
                "personal", List.of(new Finding("character", "fox", 0, 0, 1_000_000)), List.of(), List.of()));
        assertTrue(deny.message().contains("in the clip that this is made from"), deny.message());
    }

    @Test
    void aDraftToBeSeenIsADuty() {
        assertEquals(
                Map.of(LicenceTerms.CONSENT, LicenceTerms.AFTER),
                allowed(asked("fox").with(grant("g1", "fox", Map.of(LicenceTerms.CONSENT, LicenceTerms.AFTER))))
                        .obligations());
    }

    @Test
    void anExcludedTopicDenies() {
        Map<String, String> terms = Map.of(LicenceTerms.NO_TOPIC, "politics,violence");
        allowed(asked("fox").with(grant("g1", "fox", terms)));
        Deny deny = denied(
                asked("fox").with(grant("g1", "fox", terms)).with(new Finding("violence", "fight", 20, 25, 800_000)));
        assertTrue(deny.message().contains("violence"), deny.message());
    }

    @Test
    void aGrantThatNeedsNobodysWordGoesFirst() {
        Map<String, String> asking = priced("0", LicenceTerms.CONSENT, LicenceTerms.BEFORE);
        NeedsApproval needs = assertInstanceOf(
                NeedsApproval.class, policy.evaluate(asked("fox").with(grant("g1", "fox", asking))));
        assertEquals(List.of(HOLDER), needs.who());
        Allow free = allowed(asked("fox").with(grant("g1", "fox", asking)).with(grant("g2", "fox", priced("9"))));
        assertEquals(List.of("g2"), free.grantIds());
        allowed(asked("fox").with(grant("g1", "fox", priced("0", LicenceTerms.CONSENT, LicenceTerms.GIVEN))));
    }

    @Test
    void dutiesTravelAndNothingElse() {
        Allow allow = allowed(asked("fox", "wolf")
                .with(grant("g1", "fox", priced("1", LicenceTerms.CREDIT, "Fox by Ann", LicenceTerms.COUNT, "5")))
                .with(grant("g2", "wolf", priced("1", LicenceTerms.CREDIT, "Wolf by Bob"))));
        assertEquals(Map.of(LicenceTerms.CREDIT, "Fox by Ann; Wolf by Bob"), allow.obligations());
    }
}
