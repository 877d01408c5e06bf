package org.mutoscope.licensing.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.mutoscope.tck.AskedLicence;
import org.mutoscope.tck.PolicyContract;
import org.mutoscope.tck.PolicySpecimen;

/** The contracts of a licensing policy, and what a catalogue says. */
class HouseContractTest extends PolicyContract {
    private static final List<String> CATALOGUE = List.of(
            "subject,plans,assignee,purpose,x:topic.isNoneOf,x:wardrobe",
            "# brand rules of the fox",
            "fox,,\"acct_one,acct_two\",\"personal,commercial\",politics,\"red, with \"\"gold\"\"\"",
            "wolf,pro,,,,",
            "bear,,,advertising,,");

    private static LicenceQuery asked(String subject, String... more) {
        List<Finding> found = new java.util.ArrayList<>(List.of(new Finding("character", subject, 3, 9, 900_000)));
        for (String kind : more) {
            found.add(new Finding(kind, "vote", 10, 14, 900_000));
        }
        return new AskedLicence(
                "acct_one",
                "an animal that somebody has drawn",
                "model-1",
                "personal",
                found,
                List.of(),
                List.of(),
                Instant.parse("2026-06-01T12:00:00Z"));
    }

    private static HousePolicy policy(boolean othersFree) {
        try {
            return new HousePolicy(Catalogue.of(CATALOGUE), othersFree);
        } catch (Catalogue.Wrong e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected PolicySpecimen specimen() {
        return new House();
    }

    private static final class House implements PolicySpecimen {
        @Override
        public LicensingPolicy policy() {
            return HouseContractTest.policy(false);
        }

        @Override
        public List<LicenceQuery> allowed() {
            return List.of(AskedLicence.about("a glass of water"), asked("fox"));
        }

        @Override
        public List<LicenceQuery> refused() {
            return List.of(asked("wolf"), asked("bear"), asked("fox", "politics"), asked("badger"));
        }
    }

    @Test
    void aLineSaysWhoAndForWhat() {
        LicenceOutcome.Allow allow =
                assertInstanceOf(LicenceOutcome.Allow.class, policy(true).evaluate(asked("fox")));
        assertEquals(Map.of("x:wardrobe", "red, with \"gold\""), allow.obligations());
        LicenceOutcome.Deny others = assertInstanceOf(
                LicenceOutcome.Deny.class, policy(true).evaluate(((AskedLicence) asked("fox")).by("acct_three")));
        assertTrue(others.message().contains("for other accounts"), others.message());
        LicenceOutcome.Deny plan =
                assertInstanceOf(LicenceOutcome.Deny.class, policy(true).evaluate(asked("wolf")));
        assertTrue(plan.message().contains("other plans"), plan.message());
        assertEquals(LicenceOutcome.Allow.freely(), policy(true).evaluate(asked("badger")), "not its affair");
    }

    @Test
    void aCatalogueThatCannotBeReadDenies() {
        LicenceOutcome.Deny deny =
                assertInstanceOf(LicenceOutcome.Deny.class, new HousePolicy(null, true).evaluate(asked("badger")));
        assertEquals("catalogue_unusable", deny.code());
        assertEquals(
                LicenceOutcome.Allow.freely(),
                new HousePolicy(null, true).evaluate(AskedLicence.about("a glass of water")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holder\nacct_one",
                "subject,subject\na,b",
                "subject,credits\nfox,5",
                "subject,payAmount\nfox,5",
                "subject,x:moonphase\nfox,full",
                "subject,purpose\nfox,fun",
                "subject,obtainConsent\nfox,before",
                "subject,count\nfox,5",
                "subject,plans\nfox,Pro Plan",
                "subject\nthe fox",
                "subject\nfox,wolf",
                "subject,attribute\nfox,\"open"
            })
    void aWrongLineIsNamed(String text) {
        Catalogue.Wrong wrong = assertThrows(
                Catalogue.Wrong.class, () -> Catalogue.of(text.lines().toList()));
        assertTrue(wrong.getMessage().startsWith("line "), wrong.getMessage());
    }
}
