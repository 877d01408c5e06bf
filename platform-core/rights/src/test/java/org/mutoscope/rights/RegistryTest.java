package org.mutoscope.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mutoscope.api.guard.Name;
import org.mutoscope.api.licensing.LicenceTerms;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Alias;
import org.mutoscope.core.rights.Rights.Claim;
import org.mutoscope.core.rights.Rights.ClaimState;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.rights.Rights.NewAlias;
import org.mutoscope.core.rights.Rights.NewSubject;
import org.mutoscope.core.rights.Rights.State;
import org.mutoscope.core.rights.Rights.Subject;

/** Who holds what, and by which names it is known. */
class RegistryTest {
    private static Code refused(Runnable act) {
        return assertThrows(Problem.class, act::run).code();
    }

    private static List<Name> names(Town town, Subject subject) {
        return town.registry.names().names().stream()
                .filter(name -> name.subject().equals(subject.id()))
                .toList();
    }

    @OnEachDatabase
    void badSubjectsAreNamed(Database database) {
        try (Town town = database.town()) {
            for (String name : List.of("", " ", "x".repeat(81), "a\nb", "a\u0000b", "\ud800x")) {
                assertEquals(Code.INVALID_SUBJECT, refused(() -> town.register(town.ann, name)), name);
            }
            assertEquals(Code.INVALID_ALIAS, refused(() -> town.register(town.ann, "X")));
            assertEquals(
                    Code.INVALID_SUBJECT,
                    refused(() ->
                            town.rights.register(town.ann, new NewSubject(null, "Fox", false, List.of(), "seen"))));
            for (String evidence : new String[] {null, "", " ", "x".repeat(4001), "a\u0000"}) {
                assertEquals(
                        Code.INVALID_CLAIM,
                        refused(() -> town.rights.register(
                                town.ann, new NewSubject(Kind.MUSIC, "Fox", false, List.of(), evidence))));
            }
            assertTrue(town.rights.subjects(town.ann, null, 10).isEmpty(), "nothing was kept");
            town.settings.put("subjects_per_account", 1);
            town.register(town.ann, Town.name("one"));
            assertEquals(Code.TOO_MANY_SUBJECTS, refused(() -> town.register(town.ann, "two")));
        }
    }

    @OnEachDatabase
    void badAliasesAreNamed(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.register(town.ann, Town.name("Fox"));
            for (NewAlias alias : List.of(
                    NewAlias.of(""),
                    NewAlias.of("x"),
                    NewAlias.of("--!"),
                    NewAlias.of("x".repeat(201)),
                    NewAlias.of("a\u0007b"),
                    new NewAlias("fox", "not a tag", Set.of(), 0, List.of()),
                    new NewAlias("fox", "", Set.of(), -1, List.of()),
                    new NewAlias("fox", "", Set.of(), 0, List.of("")),
                    new NewAlias("fox", "", Set.of(), 0, List.of("x".repeat(201))))) {
                assertEquals(Code.INVALID_ALIAS, refused(() -> town.rights.alias(town.ann, subject.id(), alias)));
            }
            town.settings.put("aliases_per_subject", 2);
            town.rights.alias(town.ann, subject.id(), NewAlias.of("fox"));
            assertEquals(
                    Code.INVALID_ALIAS, refused(() -> town.rights.alias(town.ann, subject.id(), NewAlias.of("wolf"))));
        }
    }

    @OnEachDatabase
    void guardsLearnNamesWhenAClaimIsAcceptedAndEachChangeAfter(Database database) {
        try (Town town = database.town()) {
            NewAlias nick = new NewAlias(
                    "Zyb", "en", Set.of(Name.Flag.NEEDS_CONTEXT, Name.Flag.CASE_SENSITIVE), 3, List.of("zyb street"));
            String name = Town.name("Captain Zyblorg");
            Subject subject =
                    town.rights.register(town.ann, new NewSubject(Kind.CHARACTER, name, false, List.of(nick), "seen"));
            assertTrue(names(town, subject).isEmpty(), "nobody holds it yet");
            long before = town.registry.names().revision();
            town.rights.decide(town.olga, town.claimOf(town.ann, subject).id(), true, "register seen");
            assertTrue(town.registry.names().revision() > before);
            assertEquals(
                    List.of(
                            new Name(subject.id(), "character", name, "", Set.of(), 0, List.of()),
                            new Name(
                                    subject.id(),
                                    "character",
                                    "Zyb",
                                    "en",
                                    Set.of(Name.Flag.NEEDS_CONTEXT, Name.Flag.CASE_SENSITIVE),
                                    3,
                                    List.of("zyb street"))),
                    names(town, subject));
            long after = town.registry.names().revision();
            Alias alias = town.rights.alias(town.ann, subject.id(), NewAlias.of("Z. Lorg"));
            assertTrue(town.registry.names().revision() > after);
            assertTrue(town.rights.unalias(town.ann, subject.id(), alias.id()));
            assertFalse(town.rights.unalias(town.ann, subject.id(), alias.id()));
            assertEquals(2, names(town, subject).size());
        }
    }

    @OnEachDatabase
    void whatIsNotYoursIsNotThere(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            String id = subject.id();
            assertEquals(Code.SUBJECT_NOT_FOUND, refused(() -> town.rights.aliases(town.bob, id)));
            assertEquals(Code.SUBJECT_NOT_FOUND, refused(() -> town.rights.alias(town.bob, id, NewAlias.of("fox"))));
            assertEquals(Code.SUBJECT_NOT_FOUND, refused(() -> town.rights.offer(town.bob, id, 5, Map.of())));
            assertEquals(Code.SUBJECT_NOT_FOUND, refused(() -> town.rights.switchOff(town.bob, id, true, "because")));
            assertEquals(Code.FORBIDDEN, refused(() -> town.rights.dispute(town.ann, id, true, "because")));
            Claim claim = town.claimOf(town.ann, subject);
            assertEquals(Code.FORBIDDEN, refused(() -> town.rights.decide(town.ann, claim.id(), true, "me")));
            assertEquals(Code.CLAIM_NOT_FOUND, refused(() -> town.rights.withdrawClaim(town.bob, claim.id())));
            assertTrue(town.rights.claims(town.bob, null, 10).isEmpty());
            assertTrue(town.rights.subjects(town.bob, null, 10).isEmpty());
            assertEquals(Code.SUBJECT_NOT_FOUND, refused(() -> town.rights.subject("subj_none")));
        }
    }

    @OnEachDatabase
    void aClaimIsDecidedOnce(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.register(town.ann, Town.name("Fox"));
            Claim claim = town.claimOf(town.ann, subject);
            town.rights.decide(town.olga, claim.id(), false, "no such register");
            assertEquals(ClaimState.REFUSED, town.stateOf(claim));
            assertEquals(
                    Code.CLAIM_DECIDED, refused(() -> town.rights.decide(town.olga, claim.id(), true, "after all")));
            assertEquals(State.PENDING, town.rights.subject(subject.id()).state());
            Claim again = town.rights.claim(town.ann, subject.id(), "another paper");
            assertEquals(Code.INVALID_CLAIM, refused(() -> town.rights.claim(town.ann, subject.id(), "and one more")));
            town.rights.decide(town.olga, again.id(), true, "good");
            assertEquals(town.ann.accountId(), town.rights.subject(subject.id()).holder());
            assertTrue(town.audit.acts.stream().anyMatch(act -> act.contains("rights.claim.accept " + again.id())));
        }
    }

    @OnEachDatabase
    void ofManyClaimsDecidedAtOnceOneIsActive(Database database) throws Exception {
        try (Town town = database.town()) {
            Subject subject = town.register(town.ann, Town.name("Fox"));
            List<Claim> claims = new ArrayList<>(List.of(town.claimOf(town.ann, subject)));
            for (int n = 0; n < 15; n++) {
                claims.add(town.rights.claim(town.person(), subject.id(), "mine"));
            }
            assertEquals(1, accepted(town, claims));
            Subject after = town.rights.subject(subject.id());
            assertEquals(State.ACTIVE, after.state());
            Claim active = claims.stream()
                    .filter(claim -> town.stateOf(claim) == ClaimState.ACTIVE)
                    .findFirst()
                    .orElseThrow();
            assertEquals(active.accountId(), after.holder());
        }
    }

    /** Two people register what is one thing in two spellings; both are claimed with good papers. */
    @OnEachDatabase
    void ofManySubjectsOfOneNameOneIsHeld(Database database) throws Exception {
        try (Town town = database.town()) {
            String tail = Town.name("");
            List<Claim> claims = new ArrayList<>();
            for (String spelling :
                    List.of("Captain Zyblorg", "CAPTAIN ZYBLORG", "Captain  Zyblorg!", "Captain Zýblorg")) {
                claims.add(town.claimOf(town.ann, town.register(town.ann, spelling + tail)));
            }
            assertEquals(1, accepted(town, claims));
            assertEquals(
                    1,
                    claims.stream()
                            .filter(claim ->
                                    town.rights.subject(claim.subjectId()).holder() != null)
                            .count());
        }
    }

    private static int accepted(Town town, List<Claim> claims) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Claim>> decisions = new ArrayList<>();
            for (Claim claim : claims) {
                decisions.add(threads.submit(() -> town.rights.decide(town.olga, claim.id(), true, "papers seen")));
            }
            int accepted = 0;
            for (Future<Claim> decision : decisions) {
                try {
                    decision.get();
                    accepted++;
                } catch (ExecutionException e) {
                    assertEquals(Code.SUBJECT_HELD, ((Problem) e.getCause()).code());
                }
            }
            return accepted;
        } finally {
            threads.shutdownNow();
        }
    }

    @OnEachDatabase
    void aDisputeFreezesAndItsDecisionMovesTheSubject(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            town.offer(town.ann, subject, 5);
            Claim other = town.rights.claim(town.bob, subject.id(), "an older contract");
            assertEquals(Code.SUBJECT_HELD, refused(() -> town.rights.decide(town.olga, other.id(), true, "older")));
            town.rights.dispute(town.olga, subject.id(), true, "two contracts");
            assertEquals(Code.SUBJECT_IN_DISPUTE, refused(() -> town.find(town.carl, subject)));
            town.rights.dispute(town.olga, subject.id(), false, "settled");
            assertEquals(1, town.find(town.carl, subject).offers().size(), "as it was");
            town.rights.dispute(town.olga, subject.id(), true, "again");
            town.rights.decide(town.olga, other.id(), true, "older");
            assertEquals(town.bob.accountId(), town.rights.subject(subject.id()).holder());
            assertEquals(State.ACTIVE, town.rights.subject(subject.id()).state());
            assertEquals(ClaimState.LOST, town.stateOf(town.claimOf(town.ann, subject)));
            assertTrue(town.find(town.carl, subject).offers().isEmpty(), "what the loser offered is no offer");
            assertTrue(town.find(town.ann, subject).grants().isEmpty(), "nor is it the loser's own any more");
            assertEquals(1, town.find(town.bob, subject).grants().size());
        }
    }

    @OnEachDatabase
    void whoWithdrawsHoldsNothing(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            town.offer(town.ann, subject, 5);
            town.rights.withdrawClaim(town.ann, town.claimOf(town.ann, subject).id());
            assertEquals(State.PENDING, town.rights.subject(subject.id()).state());
            assertTrue(names(town, subject).isEmpty());
            assertTrue(town.rights.offers(subject.id()).isEmpty());
            Claim next = town.rights.claim(town.bob, subject.id(), "bought it");
            town.rights.decide(town.olga, next.id(), true, "contract seen");
            assertEquals(town.bob.accountId(), town.rights.subject(subject.id()).holder());
        }
    }

    @OnEachDatabase
    void whatIsSwitchedOffIsFoundAndIsNobodysToUse(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            assertEquals(Code.INVALID_REQUEST, refused(() -> town.rights.switchOff(town.ann, subject.id(), true, " ")));
            town.rights.switchOff(town.ann, subject.id(), true, "I have second thoughts");
            assertEquals(1, names(town, subject).size(), "guards go on looking for it");
            assertEquals(Code.SUBJECT_OFF, refused(() -> town.find(town.bob, subject)));
            assertEquals(Code.SUBJECT_OFF, refused(() -> town.find(town.ann, subject)));
            assertEquals(
                    Code.SUBJECT_KEPT_OFF,
                    refused(() -> town.rights.switchOff(town.olga, subject.id(), false, "asked to")));
            town.rights.switchOff(town.ann, subject.id(), false, "well");
            assertEquals(1, town.find(town.ann, subject).grants().size());
            Subject nobodys = town.register(town.bob, Town.name("Rose"));
            assertEquals(
                    Code.INVALID_SUBJECT, refused(() -> town.rights.switchOff(town.bob, nobodys.id(), true, "mine")));
            town.rights.switchOff(town.olga, nobodys.id(), true, "a public figure");
            assertEquals(1, names(town, nobodys).size());
        }
    }

    @OnEachDatabase
    void holderAndOperatorHaveASwitchEach(Database database) {
        try (Town town = database.town()) {
            String id = town.held(town.ann).id();
            town.rights.switchOff(town.olga, id, true, "a court said so");
            assertEquals(
                    Code.SUBJECT_KEPT_OFF, refused(() -> town.rights.switchOff(town.ann, id, false, "I disagree")));
            assertEquals(State.OFF, town.rights.subject(id).state());
            assertEquals(
                    State.OFF,
                    town.rights.switchOff(town.ann, id, true, "me too").state());
            assertEquals(
                    State.OFF,
                    town.rights.switchOff(town.olga, id, false, "over").state());
            assertEquals(Code.SUBJECT_KEPT_OFF, refused(() -> town.rights.switchOff(town.olga, id, false, "over")));
            assertEquals(
                    State.ACTIVE,
                    town.rights.switchOff(town.ann, id, false, "well").state());
            assertEquals(
                    State.ACTIVE,
                    town.rights.switchOff(town.ann, id, false, "again").state());
        }
    }

    @OnEachDatabase
    void whoHoldsItAndWhomItIsAboutIsKnownToFew(Database database) {
        try (Town town = database.town()) {
            String id = town.held(town.ann).id();
            assertTrue(town.rights.owns(town.ann, id));
            assertTrue(town.rights.owns(town.olga, id));
            assertFalse(town.rights.owns(town.bob, id));
            assertFalse(town.rights.owns(town.ann, "subj_none"));
        }
    }

    @OnEachDatabase
    void namesThatGoWithAnAccountAreNoticed(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            town.sweep();
            long before = town.registry.names().revision();
            town.house.storage.write(
                    tx -> tx.update("update rights_subject set deleted_at = ? where id = ?", tx.now(), subject.id()));
            town.sweep();
            assertTrue(town.registry.names().revision() > before);
            assertTrue(names(town, subject).isEmpty());
        }
    }

    @OnEachDatabase
    void ofThePersonUnderAgeNothingIsLicensed(Database database) {
        try (Town town = database.town()) {
            Subject child = town.rights.register(
                    town.ann, new NewSubject(Kind.LIKENESS, Town.name("Kim"), true, List.of(), "I am the mother"));
            town.rights.decide(town.olga, town.claimOf(town.ann, child).id(), true, "seen");
            assertEquals(Code.INVALID_TERMS, refused(() -> town.offer(town.ann, child, 5)));
            assertTrue(town.find(town.ann, child).grants().isEmpty(), "not even to who holds it");
            assertEquals(1, names(town, child).size());
        }
    }

    @OnEachDatabase
    void offersThatMakeNoSenseAreNamed(Database database) {
        try (Town town = database.town()) {
            Subject subject = town.held(town.ann);
            for (long credits : new long[] {-1, 1_000_001, 1_000_000_000_000_000_000L}) {
                assertEquals(Code.INVALID_TERMS, refused(() -> town.offer(town.ann, subject, credits)));
            }
            for (List<String> term : List.of(
                    List.of("x:moonphase", "full"),
                    List.of(LicenceTerms.UNIT, "EUR"),
                    List.of(LicenceTerms.PRICE, "5"),
                    List.of(LicenceTerms.HOLDER, "acct_me"),
                    List.of(LicenceTerms.CONSENT, LicenceTerms.GIVEN),
                    List.of(LicenceTerms.COUNT, "0"),
                    List.of(LicenceTerms.UNTIL, "tomorrow"),
                    List.of(LicenceTerms.WARDROBE, "two\nlines"))) {
                assertEquals(
                        Code.INVALID_TERMS,
                        refused(() -> town.offer(town.ann, subject, 5, term.get(0), term.get(1))),
                        term.toString());
            }
            Subject pending = town.register(town.ann, Town.name("Wolf"));
            assertEquals(Code.INVALID_TERMS, refused(() -> town.offer(town.ann, pending, 5)));
            assertTrue(town.rights.offers(subject.id()).isEmpty());
        }
    }
}
