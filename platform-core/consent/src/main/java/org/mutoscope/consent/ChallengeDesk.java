package org.mutoscope.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.mutoscope.core.consent.Consents.Challenge;
import org.mutoscope.core.consent.Consents.Terms;
import org.mutoscope.core.consent.Consents.Wish;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Kind;
import org.mutoscope.core.storage.Transaction;

/** Shows what a person is to say and do, which nobody can have recorded before. */
final class ChallengeDesk {
    private static final int MOST_NAME = 80;
    private static final int LEAST_LETTERS = 2;
    private static final int LEAST_DIGITS = 4;
    private static final int MOST_DIGITS = 6;
    private static final int NONCE_BYTES = 16;
    private static final List<String> TURNS = List.of("left", "right", "up", "down");

    private final Office office;

    ChallengeDesk(Office office) {
        this.office = office;
    }

    Terms terms() {
        ConsentConfig settings = office.settings().get();
        return new Terms(settings.terms_version(), settings.terms_text());
    }

    Challenge challenge(Caller by, Wish wish) {
        require(wish);
        return office.storage().write(tx -> {
            ConsentConfig settings = office.settings().get();
            Instant yesterday = tx.now().minus(Duration.ofDays(1));
            if (ChallengeTable.since(tx, by.accountId(), yesterday) >= settings.challenges_per_day()) {
                throw new Problem(
                        Code.TOO_MANY_CHALLENGES,
                        "This account was shown " + settings.challenges_per_day()
                                + " challenges in the last 24 hours. Try again tomorrow.");
            }
            Challenge shown = fresh(tx.now(), tx.now().plusSeconds(settings.show_seconds()));
            ChallengeTable.insert(
                    tx,
                    new ChallengeTable.Line(
                            shown, by.accountId(), wish.kinds(), wish.name().strip(), wish.terms(), null));
            return shown;
        });
    }

    private static Challenge fresh(Instant now, Instant until) {
        int digits = LEAST_DIGITS + Texts.RANDOM.nextInt(MOST_DIGITS - LEAST_DIGITS + 1);
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            said.append(Texts.RANDOM.nextInt(10));
        }
        List<String> turns = new ArrayList<>(TURNS);
        Collections.shuffle(turns, Texts.RANDOM);
        return new Challenge(
                Texts.id("chal_", 12), Texts.id("", NONCE_BYTES), said.toString(), turns, "shown", now, until);
    }

    private void require(Wish wish) {
        String name = wish.name();
        boolean odd = name == null
                || name.length() > MOST_NAME
                || !Texts.plain(name)
                || name.codePoints().filter(Character::isLetterOrDigit).count() < LEAST_LETTERS;
        if (odd) {
            throw new Problem(
                    Code.INVALID_SUBJECT,
                    "\"name\" is what you are known by: " + LEAST_LETTERS + " letters or more, " + MOST_NAME
                            + " characters at most, on one line.",
                    "name",
                    null);
        }
        if (wish.kinds().isEmpty() || !EnumSet.of(Kind.LIKENESS, Kind.VOICE).containsAll(wish.kinds())) {
            throw new Problem(Code.INVALID_SUBJECT, "\"kinds\" is likeness, voice or both.", "kinds", null);
        }
        if (!wish.adult()) {
            throw new Problem(
                    Code.ADULTS_ONLY,
                    "Only people of age enrol, each alone and for themselves: say so with \"adult\": true. Of somebody under age"
                            + " no likeness is licensed, by nobody.",
                    "adult",
                    null);
        }
        if (!terms().version().equals(wish.terms())) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "Read what you agree to and name its version in \"terms\": it is " + terms().version() + " now.",
                    "terms",
                    null);
        }
    }

    Challenge begin(Caller by, String id, String nonce) {
        return office.storage().write(tx -> {
            Challenge shown = require(tx, by, id).challenge();
            if (!shown.nonce().equals(nonce)) {
                throw new Problem(
                        Code.CHALLENGE_OVER,
                        "\"nonce\" is not that of this challenge. Ask for another one.",
                        "nonce",
                        null);
            }
            Instant until =
                    tx.now().plus(Duration.ofMinutes(office.settings().get().upload_minutes()));
            if (!ChallengeTable.begin(tx, id, until)) {
                throw over();
            }
            return require(tx, by, id).challenge();
        });
    }

    /** Uses a challenge up, for the one recording that answers it. */
    ChallengeTable.Line use(Caller by, String id) {
        return office.storage().write(tx -> {
            ChallengeTable.Line line = require(tx, by, id);
            if (!ChallengeTable.use(tx, id)) {
                throw over();
            }
            return line;
        });
    }

    private static ChallengeTable.Line require(Transaction tx, Caller by, String id) {
        return ChallengeTable.find(tx, by.accountId(), id)
                .orElseThrow(() -> new Problem(
                        Code.CHALLENGE_NOT_FOUND, "There is no such challenge, or it is not yours.", "id", null));
    }

    private static Problem over() {
        return new Problem(
                Code.CHALLENGE_OVER,
                "This challenge was used, was not begun, or its time is over. Ask for another one; each is good for one recording.");
    }
}
