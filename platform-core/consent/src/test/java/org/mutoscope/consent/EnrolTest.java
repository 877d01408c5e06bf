package org.mutoscope.consent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.function.Executable;
import org.mutoscope.core.consent.Consents.Challenge;
import org.mutoscope.core.consent.Consents.Enrolment;
import org.mutoscope.core.consent.Consents.Receipt;
import org.mutoscope.core.consent.Consents.State;
import org.mutoscope.core.consent.Consents.Wish;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights;
import org.mutoscope.core.rights.Rights.Kind;

/** Bad input first; then the way of a person from the challenge to a likeness that is theirs, and back. */
class EnrolTest {
    @OnEachDatabase
    void whoCannotEnrolIsToldWhy(Database database) {
        try (Town town = database.town()) {
            String name = Town.name();
            refused(
                    Code.ADULTS_ONLY,
                    () -> town.consents.challenge(town.ann, new Wish(Set.of(Kind.LIKENESS), name, false, Town.TERMS)));
            refused(
                    Code.INVALID_REQUEST,
                    () -> town.consents.challenge(town.ann, new Wish(Set.of(Kind.LIKENESS), name, true, "2020-01")));
            refused(Code.INVALID_SUBJECT, () -> town.consents.challenge(town.ann, Town.wish(name, Kind.CHARACTER)));
            refused(
                    Code.INVALID_SUBJECT,
                    () -> town.consents.challenge(town.ann, new Wish(Set.of(), name, true, Town.TERMS)));
            for (String odd : new String[] {null, "", " ", "x", "a\nb", "\ud800aa", "n".repeat(81), "!!!"}) {
                refused(Code.INVALID_SUBJECT, () -> town.consents.challenge(town.ann, Town.wish(odd)));
            }
            town.settings.put("challenges_per_day", 2);
            town.consents.challenge(town.bob, Town.wish(name));
            town.consents.challenge(town.bob, Town.wish(name));
            refused(Code.TOO_MANY_CHALLENGES, () -> town.consents.challenge(town.bob, Town.wish(name)));
        }
    }

    @OnEachDatabase
    void aChallengeIsNewEachTimeAndGoodForOneRecordingInTime(Database database) {
        try (Town town = database.town()) {
            Set<String> digits = new TreeSet<>();
            Set<List<String>> turns = new java.util.HashSet<>();
            for (int i = 0; i < 12; i++) {
                Challenge shown = town.consents.challenge(town.ann, Town.wish(Town.name()));
                assertTrue(shown.digits().matches("[0-9]{4,6}"), shown.digits());
                assertEquals(Set.of("left", "right", "up", "down"), Set.copyOf(shown.turns()));
                assertEquals(shown.shownAt().plusSeconds(15), shown.until());
                digits.add(shown.digits());
                turns.add(shown.turns());
            }
            assertTrue(digits.size() > 6, digits.toString());
            assertTrue(turns.size() > 1, turns.toString());

            Challenge shown = town.consents.challenge(town.ann, Town.wish(Town.name()));
            Path sent = town.recording(2);
            refused(Code.CHALLENGE_NOT_FOUND, () -> town.consents.begin(town.bob, shown.id(), shown.nonce()));
            refused(Code.CHALLENGE_OVER, () -> town.consents.begin(town.ann, shown.id(), "0".repeat(32)));
            refused(Code.CHALLENGE_OVER, () -> town.consents.capture(town.ann, shown.id(), sent)); // not begun
            town.earlier("consent_challenge", "until_at", shown.id(), 1);
            refused(Code.CHALLENGE_OVER, () -> town.consents.begin(town.ann, shown.id(), shown.nonce()));

            Challenge late = town.begun(town.ann, Town.wish(Town.name()));
            town.earlier("consent_challenge", "until_at", late.id(), 1);
            refused(Code.CHALLENGE_OVER, () -> town.consents.capture(town.ann, late.id(), sent));

            Challenge good = town.begun(town.ann, Town.wish(Town.name()));
            refused(Code.CHALLENGE_NOT_FOUND, () -> town.consents.capture(town.bob, good.id(), sent));
            town.consents.capture(town.ann, good.id(), sent);
            refused(Code.CHALLENGE_OVER, () -> town.consents.capture(town.ann, good.id(), town.recording(3)));
        }
    }

    @OnEachDatabase
    void whatIsNoRecordingMadeForTheChallengeIsRefusedAndNothingOfItKept(Database database) throws Exception {
        try (Town town = database.town()) {
            bad(town, town.file(new byte[0]), "neither");
            bad(town, town.file("<html>".getBytes(StandardCharsets.UTF_8)), "neither");
            bad(town, town.file("\0\0\0\u0018ftypisom broken".getBytes(StandardCharsets.ISO_8859_1)), "moov atom");
            town.reader.codecs = List.of("h264");
            bad(town, town.recording(4), "picture and sound");
            town.reader.codecs = List.of("h264", "aac");
            town.reader.milliseconds = 2999;
            bad(town, town.recording(5), "2999 ms");
            town.reader.milliseconds = 30_001;
            bad(town, town.recording(6), "30001 ms");
            town.reader.milliseconds = 5000;
            town.settings.put("recording_mebibytes", 0);
            bad(town, town.recording(7), "MiB");
            town.settings.remove("recording_mebibytes");

            Challenge now = town.consents.challenge(town.ann, Town.wish(Town.name()));
            town.consents.begin(town.ann, now.id(), now.nonce());
            Problem early =
                    refused(Code.INVALID_CAPTURE, () -> town.consents.capture(town.ann, now.id(), town.recording(8)));
            assertTrue(early.getMessage().contains("longer than the time since"), early.getMessage());

            Path same = town.recording(9);
            Enrolment first = town.consents.capture(
                    town.ann, town.begun(town.ann, Town.wish(Town.name())).id(), same);
            Challenge other = town.begun(town.bob, Town.wish(Town.name()));
            refused(Code.CAPTURE_SEEN, () -> town.consents.capture(town.bob, other.id(), same));
            town.consents.revoke(town.ann, first.id(), "changed my mind");
            town.consents.sweep();
            Challenge again = town.begun(town.bob, Town.wish(Town.name()));
            refused(Code.CAPTURE_SEEN, () -> town.consents.capture(town.bob, again.id(), same)); // not even then
            assertEquals(List.of(), keys(town));
        }
    }

    private static void bad(Town town, Path sent, String why) throws Exception {
        Challenge asked = town.begun(town.person(), Town.wish(Town.name()));
        Problem said = refused(Code.INVALID_CAPTURE, () -> town.consents.capture(whose(town, asked), asked.id(), sent));
        assertTrue(said.getMessage().contains(why), said.getMessage());
        assertEquals(List.of(), keys(town));
        assertEquals(List.of(), town.consents.list(whose(town, asked), null, 10));
    }

    private static org.mutoscope.core.identity.Caller whose(Town town, Challenge asked) {
        String account = town.house.storage.read(tx -> tx.first(
                        "select account_id from consent_challenge where id = ?",
                        row -> row.text("account_id"),
                        asked.id())
                .orElseThrow());
        return new org.mutoscope.core.identity.Caller("prin_" + account, account, "someone", Set.of());
    }

    private static List<String> keys(Town town) throws Exception {
        try (var all = Files.list(town.data.resolve("consent-keys"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @OnEachDatabase
    void anOperatorReviewsItAndThenItIsThePersonsOwn(Database database) throws Exception {
        try (Town town = database.town()) {
            String name = Town.name();
            Path sent = town.recording(10);
            byte[] plain = Files.readAllBytes(sent);
            Challenge asked = town.begun(town.ann, Town.wish(name, Kind.LIKENESS, Kind.VOICE));
            Enrolment made = town.consents.capture(town.ann, asked.id(), sent);
            Town.delete(sent);
            assertEquals(State.REVIEW, made.state());
            assertEquals(asked.digits(), made.digits());
            assertEquals(List.of(), town.registry.rights().subjects(town.ann, null, 10));

            refused(Code.ENROLMENT_NOT_FOUND, () -> town.consents.find(town.bob, made.id()));
            refused(Code.ENROLMENT_NOT_FOUND, () -> town.consents.recording(town.bob, made.id()));
            refused(Code.FORBIDDEN, () -> town.consents.claim(town.ann, made.id()));
            refused(Code.FORBIDDEN, () -> town.consents.decide(town.ann, made.id(), true, "me"));
            try (InputStream in = town.consents.recording(town.olga, made.id()).content()) {
                assertArrayEquals(plain, in.readAllBytes());
            }
            assertTrue(town.audit.acts.contains("acct_olga consent.look " + made.id()), town.audit.acts.toString());

            refused(Code.REVIEW_TAKEN, () -> town.consents.decide(town.olga, made.id(), true, "unclaimed"));
            town.consents.claim(town.olga, made.id());
            refused(Code.REVIEW_TAKEN, () -> town.consents.claim(town.oskar, made.id()));
            refused(Code.REVIEW_TAKEN, () -> town.consents.decide(town.oskar, made.id(), false, "not mine"));
            town.earlier("consent_enrolment", "review_until", made.id(), 1);
            refused(Code.REVIEW_TAKEN, () -> town.consents.decide(town.olga, made.id(), true, "too late"));
            town.consents.claim(town.oskar, made.id());
            refused(Code.INVALID_REQUEST, () -> town.consents.decide(town.oskar, made.id(), true, " "));
            Enrolment accepted = town.consents.decide(town.oskar, made.id(), true, "digits and turns seen");
            refused(Code.ENROLMENT_DECIDED, () -> town.consents.decide(town.oskar, made.id(), false, "again"));

            assertEquals(State.ACCEPTED, accepted.state());
            assertEquals(2, accepted.subjects().size());
            for (String id : accepted.subjects()) {
                Rights.Subject subject = town.registry.rights().subject(id);
                assertEquals(Rights.State.ACTIVE, subject.state());
                assertEquals(town.ann.accountId(), subject.holder());
                assertEquals(name, subject.name());
            }
        }
    }

    @OnEachDatabase
    void anOperatorDoesNotReviewThemselves(Database database) {
        try (Town town = database.town()) {
            org.mutoscope.core.identity.Caller both = new org.mutoscope.core.identity.Caller(
                    "prin_both", town.ann.accountId(), "both", Set.of(org.mutoscope.core.identity.Role.OPERATOR));
            Enrolment made = town.enrolled(both, Town.wish(Town.name()));
            refused(Code.FORBIDDEN, () -> town.consents.claim(both, made.id()));
            refused(Code.FORBIDDEN, () -> town.consents.decide(both, made.id(), true, "it is me"));
        }
    }

    @OnEachDatabase
    void aNameThatAnotherHoldsIsNotGivenAndTheReviewStaysOpen(Database database) {
        try (Town town = database.town()) {
            String name = Town.name();
            town.accepted(town.ann, Town.wish(name));
            Enrolment second = town.enrolled(town.bob, Town.wish(name));
            town.consents.claim(town.olga, second.id());
            refused(Code.SUBJECT_HELD, () -> town.consents.decide(town.olga, second.id(), true, "looks like it"));
            assertEquals(State.REVIEW, town.consents.find(town.bob, second.id()).state());
            assertEquals(
                    State.REFUSED,
                    town.consents
                            .decide(town.olga, second.id(), false, "another")
                            .state());
            town.consents.sweep();
            refused(Code.ENROLMENT_NOT_FOUND, () -> town.consents.recording(town.bob, second.id()));
        }
    }

    @OnEachDatabase
    void consentTakenBackSwitchesOffForGoodUntilThePersonEnrolsAgain(Database database) {
        try (Town town = database.town()) {
            String name = Town.name();
            Enrolment made = town.accepted(town.ann, Town.wish(name));
            String subject = made.subjects().get(0);
            Rights rights = town.registry.rights();
            rights.offer(town.ann, subject, 5, java.util.Map.of());

            refused(Code.ENROLMENT_NOT_FOUND, () -> town.consents.revoke(town.bob, made.id(), "not mine"));
            Enrolment revoked = town.consents.revoke(town.ann, made.id(), "changed my mind");
            assertEquals(State.REVOKED, revoked.state());
            refused(Code.ENROLMENT_DECIDED, () -> town.consents.revoke(town.ann, made.id(), "again"));
            assertEquals(Rights.State.OFF, rights.subject(subject).state());
            assertEquals(List.of(), rights.offers(subject));
            refused(Code.SUBJECT_KEPT_OFF, () -> rights.switchOff(town.ann, subject, false, "never mind"));
            refused(
                    Code.SUBJECT_OFF,
                    () -> town.registry.licences().find(town.ann.accountId(), Set.of(subject), List.of()));

            Enrolment again = town.accepted(town.ann, Town.wish(name));
            assertEquals(List.of(subject), again.subjects());
            assertEquals(Rights.State.ACTIVE, rights.subject(subject).state());
            assertEquals(
                    1,
                    town.registry
                            .licences()
                            .find(town.ann.accountId(), Set.of(subject), List.of())
                            .grants()
                            .size());
        }
    }

    @OnEachDatabase
    void oneOfTwoConsentsToALikenessStands(Database database) {
        try (Town town = database.town()) {
            String name = Town.name();
            Enrolment both = town.accepted(town.ann, Town.wish(name, Kind.LIKENESS, Kind.VOICE));
            Enrolment likeness = town.accepted(town.ann, Town.wish(name));
            town.consents.revoke(town.ann, both.id(), "not my voice any more");
            for (String id : both.subjects()) {
                Rights.State wanted = likeness.subjects().contains(id) ? Rights.State.ACTIVE : Rights.State.OFF;
                assertEquals(wanted, town.registry.rights().subject(id).state());
            }
        }
    }

    @OnEachDatabase
    void receiptsSayWhatWasAgreedToAndAreSigned(Database database) throws Exception {
        try (Town town = database.town()) {
            String name = "Ann \"Quote\" \\ " + Town.name();
            Enrolment made = town.accepted(town.ann, Town.wish(name));
            town.consents.revoke(town.ann, made.id(), "changed my mind");
            List<Receipt> receipts = town.consents.receipts(town.ann, made.id());
            assertEquals(
                    List.of("consent", "revocation"),
                    receipts.stream().map(Receipt::kind).toList());
            Receipt consent = receipts.get(0);
            assertTrue(consent.body().contains("\"name\":\"Ann \\\"Quote\\\" \\\\ "), consent.body());
            assertTrue(consent.body().contains("\"terms_version\":\"" + Town.TERMS + "\""), consent.body());
            assertTrue(consent.body().contains("\"terms\":\"I am of age"), consent.body());
            assertTrue(consent.body().contains("\"reviewed_by\":\"prin_olga\""), consent.body());
            assertTrue(receipts.get(1).body().contains("\"revokes_sha256\":\"" + consent.sha256() + "\""));
            for (Receipt receipt : receipts) {
                assertTrue(signed(receipt, receipt.body()));
                assertFalse(signed(receipt, receipt.body().replace("Ann", "Bob")));
            }
            refused(Code.ENROLMENT_NOT_FOUND, () -> town.consents.receipts(town.bob, made.id()));
        }
    }

    private static boolean signed(Receipt receipt, String body) throws Exception {
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(receipt.key()))));
        check.update(body.getBytes(StandardCharsets.UTF_8));
        return check.verify(Base64.getDecoder().decode(receipt.signature()));
    }

    @OnEachDatabase
    void aRecordingGoesWhenItsTimeIsOverAndTheTitleStays(Database database) {
        try (Town town = database.town()) {
            Enrolment made = town.accepted(town.ann, Town.wish(Town.name()));
            assertTrue(made.recorded());
            town.earlier("consent_enrolment", "recording_until", made.id(), 1);
            town.consents.sweep();
            Enrolment later = town.consents.find(town.ann, made.id());
            assertFalse(later.recorded());
            assertEquals(State.ACCEPTED, later.state());
            assertNull(later.destroyedAt());
            refused(Code.ENROLMENT_NOT_FOUND, () -> town.consents.recording(town.ann, made.id()));
        }
    }

    @OnEachDatabase
    void listsArePeoplesOwnAndOperatorsSeeAll(Database database) {
        try (Town town = database.town()) {
            Enrolment anns = town.enrolled(town.ann, Town.wish(Town.name()));
            Enrolment bobs = town.accepted(town.bob, Town.wish(Town.name()));
            assertEquals(List.of(anns.id()), ids(town.consents.list(town.ann, null, 10)));
            assertEquals(List.of(), ids(town.consents.list(town.ann, State.ACCEPTED, 10)));
            assertEquals(
                    bobs.subjects(),
                    town.consents.list(town.bob, State.ACCEPTED, 10).get(0).subjects());
            assertTrue(ids(town.consents.list(town.olga, null, 1000)).containsAll(List.of(anns.id(), bobs.id())));
            assertNotEquals(anns.id(), bobs.id());
        }
    }

    private static List<String> ids(List<Enrolment> enrolments) {
        return enrolments.stream().map(Enrolment::id).toList();
    }

    static Problem refused(Code code, Executable act) {
        Problem problem = assertThrows(Problem.class, act);
        assertEquals(code, problem.code(), problem.getMessage());
        return problem;
    }
}
