package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.PromptGuard;
import org.mutoscope.api.guard.Verdict;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.jobs.Job;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.rights.Rights.NewSubject;
import org.mutoscope.core.rights.Rights.Subject;
import org.mutoscope.core.road.Studio.Licensing;
import org.mutoscope.core.road.Studio.Submission;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.jobs.doubles.ListedServices;
import org.mutoscope.licensing.optin.OptInPolicy;

/** A request that names what somebody holds, from the refusal to the fee; with the real registry and the policy that is shipped. */
@Timeout(300)
class RightsTest {
    private static final Caller OLGA = new Caller("prin_olga", "acct_olga", "olga", Set.of(Role.OPERATOR));

    @TempDir
    Path data;

    private Town town;
    private Rights rights;
    private Caller ann;
    private String bob;
    private Subject zyblorg;
    private ListedServices<LicensingPolicy>.Entry policy;

    @BeforeEach
    void open() {
        town = new Town(data);
        rights = town.registry().rights();
        ann = new Caller("prin_ann", town.house.account(), "ann", Set.of(Role.HOLDER));
        bob = town.house.account();
        zyblorg = rights.register(ann, new NewSubject(Kind.CHARACTER, "Zyblorg", false, List.of(), "register 17"));
        rights.decide(OLGA, rights.claims(ann, null, 10).get(0).id(), true, "register seen");
        policy = town.services(LicensingPolicy.class).add("registered", new OptInPolicy());
        town.services(PromptGuard.class).add("names", screening -> {
            int at = screening.text().indexOf("Zyblorg");
            return new Verdict.Pass(
                    at < 0 ? List.of() : List.of(new Finding("character", zyblorg.id(), at, at + 7, 1_000_000)));
        });
    }

    @AfterEach
    void close() {
        town.close();
    }

    private Rights.Offer offer(long credits, String... terms) {
        return rights.offer(ann, zyblorg.id(), credits, terms.length == 0 ? Map.of() : Map.of(terms[0], terms[1]));
    }

    private Job order(String purpose, String... accepted) {
        return town.pipeline
                .studio()
                .submit(asking(Map.of(), purpose, accepted))
                .job();
    }

    private Submission asking(Map<String, String> more, String purpose, String... accepted) {
        Map<String, String> fields = new HashMap<>(more);
        fields.put("prompt", "a duck and Zyblorg");
        Submission plain = town.asking(bob, fields);
        return new Submission(
                plain.accountId(),
                plain.model(),
                plain.prompt(),
                plain.seconds(),
                plain.size(),
                plain.parameters(),
                plain.quoteId(),
                plain.repeat(),
                plain.given(),
                new Licensing(purpose, List.of(accepted)));
    }

    private Problem refused(String... accepted) {
        return assertThrows(Problem.class, () -> order("personal", accepted));
    }

    private long feesOfAnn() {
        return town.earned.values().stream()
                .flatMap(clip -> clip.fees().stream())
                .filter(fee -> fee.holder().equals(ann.accountId()))
                .mapToLong(LicenceFee::credits)
                .sum();
    }

    @Test
    void whatNobodyOffersIsDenied() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Problem problem = refused();
        assertEquals(Code.LICENCE_DENIED, problem.code());
        assertEquals("not_licensed", problem.wire());
        assertTrue(problem.getMessage().contains("characters 12 to 18"), problem.getMessage());
        assertEquals(300, town.house.available(bob));
        town.completed(town.submit(bob, Map.of("prompt", "a duck alone")));
    }

    @Test
    void anOfferIsNamedWithItsPlaceAcceptedInTheSameRequestAndItsFeeCharged() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Rights.Offer offer = offer(5, LicenceTerms.CREDIT, "Zyblorg by Ann");
        Problem problem = refused();
        assertEquals(Code.LICENCE_REQUIRED, problem.code());
        Map<?, ?> help = (Map<?, ?>) ((Map<?, ?>) problem.details().get("licences")).get(offer.id());
        assertEquals(5L, help.get("credits"));
        assertEquals(zyblorg.id(), help.get("subject"));
        assertEquals(11, help.get("start"));
        assertEquals(18, help.get("end"));
        assertEquals(300, town.house.available(bob));

        Job job = town.completed(order("personal", offer.id()));
        assertEquals(15, job.creditsCaptured());
        assertEquals(5, feesOfAnn());
        assertEquals("Zyblorg by Ann", job.asked().obligations().get(LicenceTerms.CREDIT));
        assertTrue(rights.uses(ann, 10).get(0).earned());
        assertTrue(town.house.story(job.id()).contains("allowed by registered"), town.house.story(job.id()));
        assertEquals(15, town.completed(order("personal")).creditsCaptured(), "the grant holds, and each use costs");
        assertEquals(10, feesOfAnn());
        assertEquals(10, town.completed(town.submit(bob, Map.of())).creditsCaptured(), "what is not used is free");
        town.house.verifyLedger();
    }

    @Test
    void aQuoteFixesThePriceAndTheFeesAreThoseOfTheOrder() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Rights.Offer offer = offer(50);
        Prices.Quote plain = town.pipeline.studio().quote(town.asking(bob, Map.of("prompt", "a duck alone")));
        assertEquals(10, plain.price().credits());
        Job job = town.pipeline
                .studio()
                .submit(asking(Map.of("quote", plain.id()), "personal", offer.id()))
                .job();
        assertEquals(60, town.completed(job).creditsCaptured(), "the licence was not in the quote");
        assertEquals(50, feesOfAnn());
        Prices.Quote whole = town.pipeline.studio().quote(asking(Map.of(), "personal"));
        assertEquals(60, whole.price().credits());
        job = town.pipeline
                .studio()
                .submit(asking(Map.of("quote", whole.id()), "personal"))
                .job();
        assertEquals(60, town.completed(job).creditsCaptured());
        assertEquals(100, feesOfAnn());
        Prices.Quote spared = town.pipeline.studio().quote(asking(Map.of(), "personal"));
        job = town.submit(bob, Map.of("prompt", "a duck alone", "quote", spared.id()));
        assertEquals(10, town.completed(job).creditsCaptured(), "no fee is taken that nobody earns");
        town.house.verifyLedger();
    }

    @Test
    void theHolderUsesItForNothing() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        String was = bob;
        bob = ann.accountId();
        assertEquals(10, town.completed(order("commercial")).creditsCaptured());
        bob = was;
        assertEquals(0, feesOfAnn());
    }

    @Test
    void aFailedClipEarnsNothingAndDoesNotCount() {
        town.backend("one", (request, context) -> new RenderOutcome.Refused("no_ducks", "No ducks here."));
        Rights.Offer offer = offer(5, LicenceTerms.COUNT, "1");
        town.failed(order("personal", offer.id()));
        town.failed(order("personal", offer.id()));
        assertEquals(0, feesOfAnn());
        assertEquals(300, town.house.available(bob));
        assertFalse(rights.uses(ann, 10).get(0).earned());
        town.house.verifyLedger();
    }

    @Test
    void thePurposeIsKeptToAndOddOnesAreNamed() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Rights.Offer offer = offer(5);
        Problem denied = assertThrows(Problem.class, () -> order("commercial", offer.id()));
        assertEquals("licence_does_not_cover", denied.wire());
        assertEquals("purpose", assertThrows(Problem.class, () -> order("fun")).param());
        assertEquals("licences", refused("not an id").param());
        assertEquals(Code.OFFER_NOT_FOUND, refused("offer_none").code());
        assertTrue(rights.grants(ann, 10).stream()
                .allMatch(grant -> grant.accountId().equals(ann.accountId())));
    }

    @Test
    void theKillSwitchEndsWhatRunsAndWhatIsFinishedStays() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        town.backend("one", (request, context) -> {
            if (!request.prompt().contains("Zyblorg") || rights.uses(ann, 10).size() < 2) {
                return Town.tenFrames(context);
            }
            begun.countDown();
            never.await();
            return Town.tenFrames(context);
        });
        Rights.Offer offer = offer(5);
        Job finished = town.completed(order("personal", offer.id()));
        Job running = order("personal");
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        rights.switchOff(ann, zyblorg.id(), true, "no more");
        House.until(() -> town.house.find(running.id()).state().ended());
        Job ended = town.house.find(running.id());
        assertEquals(JobState.CANCELLED, ended.state());
        assertEquals("licence_revoked", ended.errorCode());
        assertEquals(Code.SUBJECT_OFF, refused().code());
        assertEquals(JobState.COMPLETED, town.house.find(finished.id()).state());
        assertNull(town.house.find(finished.id()).errorCode());
        assertEquals(285, town.house.available(bob));
        assertEquals(5, feesOfAnn());
        town.house.verifyLedger();
    }

    @Test
    void aClipWaitsForItsHolderAndIsMadeAfterTheWord() {
        town.house.settings.put("waiting_retry_seconds", 1);
        town.backend("one", (request, context) -> Town.tenFrames(context));
        Rights.Offer offer = offer(5, LicenceTerms.CONSENT, LicenceTerms.BEFORE);
        Job yes = order("personal", offer.id());
        Job no = order("personal");
        House.until(() -> town.house.find(yes.id()).state() == JobState.WAITING);
        assertEquals("waiting for a holder to agree", town.house.find(yes.id()).reason());
        assertEquals(270, town.house.available(bob), "price and fee of both are held");
        rights.answer(ann, no.id(), false);
        rights.answer(ann, yes.id(), true);
        assertEquals(15, town.completed(yes).creditsCaptured());
        House.until(() -> town.house.find(no.id()).state() == JobState.CANCELLED);
        assertEquals("approval_refused", town.house.find(no.id()).errorCode());
        assertEquals(285, town.house.available(bob));
        assertEquals(5, feesOfAnn());
        town.house.verifyLedger();
    }

    @Test
    void whatIsRegisteredIsNoCharacterWithAClip() {
        assertEquals(List.of(), town.pipeline.cast().list(ann.accountId(), null, 10));
        assertFalse(town.pipeline.cast().delete(ann.accountId(), zyblorg.id()));
        assertEquals(Rights.State.ACTIVE, rights.subject(zyblorg.id()).state());
    }

    @Test
    void withoutAPolicyNobodyMayUseWhatIsHeld() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        policy.remove();
        assertEquals(Code.LICENCE_DENIED, refused().code());
        assertEquals(300, town.house.available(bob));
        town.completed(town.submit(bob, Map.of("prompt", "a duck alone")));
    }

    @Test
    void withoutARegistryNothingIsRegistered() {
        town.backend("one", (request, context) -> Town.tenFrames(context));
        offer(5);
        town.closeRegistry();
        Problem problem = refused();
        assertEquals("not_licensed", problem.wire(), "the policy has nothing to go by, and says no");
        town.completed(town.submit(bob, Map.of("prompt", "a duck alone")));
    }
}
