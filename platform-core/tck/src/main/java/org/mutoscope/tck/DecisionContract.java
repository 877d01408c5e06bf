package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;

/** What a licensing policy decides. */
interface DecisionContract {
    /** What the partner wrote. */
    PolicySpecimen on();

    /** What it should allow is allowed. */
    @Test
    default void allowedIsAllowed() throws Exception {
        assertFalse(on().allowed().isEmpty(), "the specimen names something that is allowed");
        for (LicenceQuery query : on().allowed()) {
            assertInstanceOf(LicenceOutcome.Allow.class, decide(query), "the outcome");
        }
    }

    /** What it should not allow is not. */
    @Test
    default void refusedIsRefused() throws Exception {
        assertFalse(on().refused().isEmpty(), "the specimen names something that is not allowed");
        for (LicenceQuery query : on().refused()) {
            assertFalse(decide(query) instanceof LicenceOutcome.Allow, "it allowed what it should not");
        }
    }

    /** The same query has the same answer, whatever was asked between, and after a restart: a policy is pure. */
    @Test
    default void sameQuerySameAnswer() throws Exception {
        LicensingPolicy policy = on().policy();
        List<LicenceOutcome> first = all(policy);
        assertEquals(first, all(policy), "the answers when asked again");
        assertEquals(first, all(on().policy()), "the answers of a new one");
    }

    /** Calls come from several threads at once. */
    @Test
    default void manyCallersAtOnce() throws Exception {
        LicensingPolicy policy = on().policy();
        List<Class<?>> right = kinds(all(on().policy()));
        List<Bench.Running<List<Class<?>>>> callers = new ArrayList<>();
        for (int n = 0; n < 32; n++) {
            callers.add(Bench.begin(() -> kinds(all(policy))));
        }
        for (Bench.Running<List<Class<?>>> caller : callers) {
            assertEquals(right, Bench.result(caller, Bench.DEADLINE), "the answers to one of many callers");
        }
    }

    /** Any prompt is decided: the longest, control characters, half a letter. What is thrown denies, and nobody learns why. */
    @Test
    default void anyPromptIsDecided() throws Exception {
        LicenceQuery usual = on().allowed().get(0);
        for (String prompt :
                new String[] {" ", "\u0000\u202e\ud83c", "a\u0301".repeat(16_000), "(((((((((((\\", "%s ${x}"}) {
            assertNotNull(decide(asked(usual).prompt(prompt)), "the outcome");
        }
    }

    /** A denial has a code in snake_case and a message that tells the creator what to do, without the prompt; who is in want of something is told of what. */
    @Test
    default void refusalIsNamed() throws Exception {
        for (LicenceQuery query : on().refused()) {
            LicenceOutcome outcome = decide(query);
            if (outcome instanceof LicenceOutcome.Deny deny) {
                assertTrue(deny.code().matches("[a-z][a-z0-9_]{0,63}"), "a code is snake_case: " + deny.code());
                assertTrue(
                        !deny.message().isBlank() && deny.message().length() <= 500,
                        "a message has 1 to 500 characters: " + deny.message());
                assertFalse(deny.message().contains(query.prompt()), "the message repeats the prompt");
            } else if (outcome instanceof LicenceOutcome.NeedsLicence needs) {
                assertFalse(needs.offers().isEmpty(), "it wants a licence and names none");
            } else if (outcome instanceof LicenceOutcome.NeedsApproval needs) {
                assertFalse(needs.who().isEmpty(), "it wants an approval and does not say whose");
            }
        }
    }

    /** Fees, grants and offers are those of the query: what the account never agreed to is not charged. */
    @Test
    default void nothingIsInvented() throws Exception {
        List<LicenceQuery> queries = new ArrayList<>(on().allowed());
        queries.addAll(on().refused());
        for (LicenceQuery query : queries) {
            List<String> known = query.grants().stream().map(LicenceGrant::id).toList();
            LicenceOutcome outcome = decide(query);
            if (outcome instanceof LicenceOutcome.Allow allow) {
                assertTrue(known.containsAll(allow.grantIds()), "grants that the account does not hold");
                for (LicenceFee fee : allow.fees()) {
                    assertTrue(known.contains(fee.grantId()), "a fee without a grant of the account: " + fee);
                }
            } else if (outcome instanceof LicenceOutcome.NeedsLicence needs) {
                assertTrue(query.offers().containsAll(needs.offers()), "offers that nobody makes");
            }
        }
    }

    /** No prompt reaches a log or the console. */
    @Test
    default void promptStaysInside() throws Exception {
        String word = "zanzibar-7301";
        try (Overheard overheard = new Overheard()) {
            for (LicenceQuery query : on().refused()) {
                decide(asked(query).prompt(query.prompt() + " " + word));
            }
            decide(asked(on().allowed().get(0)).prompt(word));
            assertFalse(overheard.text().contains(word), "the prompt was logged or printed");
        }
    }

    private LicenceOutcome decide(LicenceQuery query) throws Exception {
        LicensingPolicy policy = on().policy();
        return Bench.call(() -> policy.evaluate(query));
    }

    private List<LicenceOutcome> all(LicensingPolicy policy) {
        List<LicenceOutcome> all = new ArrayList<>();
        on().refused().forEach(query -> all.add(policy.evaluate(query)));
        on().allowed().forEach(query -> all.add(policy.evaluate(query)));
        return all;
    }

    private static List<Class<?>> kinds(List<LicenceOutcome> outcomes) {
        List<Class<?>> kinds = new ArrayList<>();
        outcomes.forEach(outcome -> kinds.add(outcome.getClass()));
        return kinds;
    }

    private static AskedLicence asked(LicenceQuery query) {
        return new AskedLicence(
                query.accountId(),
                query.prompt(),
                query.model(),
                query.purpose(),
                query.findings(),
                query.grants(),
                query.offers(),
                query.at());
    }
}
