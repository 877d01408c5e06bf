package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.plans.EligibilityAnswer;
import org.mutoscope.api.plans.EligibilityClaim;
import org.mutoscope.api.plans.EligibilityProvider;
import org.mutoscope.api.plans.EligibilityState;
import org.mutoscope.core.ledger.Eligibilities;
import org.mutoscope.core.problem.Code;

class EligibilityTest {
    /** Says what the test tells it to. */
    private static final class Scripted implements EligibilityProvider {
        Supplier<EligibilityAnswer> next;

        @Override
        public Set<String> kinds() {
            return Set.of("education");
        }

        @Override
        public EligibilityAnswer claim(EligibilityClaim claim) {
            return next.get();
        }

        @Override
        public EligibilityAnswer ask(String kind, String reference) {
            return next.get();
        }
    }

    private final Scripted school = new Scripted();
    private final OneProvider services = new OneProvider("school", school);

    private EligibilityDesk desk(World world) {
        return new EligibilityDesk(world.work(), services, services, TestConfig.of(EligibilityConfig.class, Map.of()));
    }

    private static EligibilityAnswer says(EligibilityState state) {
        return EligibilityAnswer.of(state, "case-1", "");
    }

    @OnEachDatabase
    void badClaimsAreNamed(Database database) {
        World world = database.world();
        EligibilityDesk desk = desk(world);
        String account = world.account();
        World.refused(Code.INVALID_REQUEST, () -> desk.claim(account, null, null, "x"));
        World.refused(Code.INVALID_REQUEST, () -> desk.claim(account, "Education!", null, "x"));
        World.refused(Code.INVALID_REQUEST, () -> desk.claim(account, "education", null, " "));
        World.refused(Code.INVALID_REQUEST, () -> desk.claim(account, "education", null, "x".repeat(4097)));
        World.refused(Code.PROVIDER_NOT_FOUND, () -> desk.claim(account, "education", "bank", "x"));
        World.refused(Code.PROVIDER_NOT_FOUND, () -> desk.claim(account, "non-profit", null, "x"));
        World.refused(Code.ACCOUNT_NOT_FOUND, () -> desk.claim("acct_none", "education", null, "x"));
    }

    @OnEachDatabase
    void pendingAndUnknownAreAskedAgainUntilDecided(Database database) {
        World world = database.world();
        EligibilityDesk desk = desk(world);
        String account = world.account();
        school.next = () -> says(EligibilityState.PENDING);
        assertEquals(
                EligibilityState.PENDING,
                desk.claim(account, "education", null, "x").state());
        school.next = () -> {
            throw new IllegalStateException("broken");
        };
        desk.askAgain();
        assertEquals(EligibilityState.PENDING, state(world, account), "not asked before its time");
        world.clock.forward(Duration.ofHours(1));
        desk.askAgain();
        assertEquals(EligibilityState.UNKNOWN, state(world, account));
        services.there = false;
        world.clock.forward(Duration.ofHours(1));
        desk.askAgain();
        assertEquals(EligibilityState.UNKNOWN, state(world, account));
        services.there = true;
        Instant end = world.clock.now().plus(Duration.ofDays(1));
        school.next = () -> EligibilityAnswer.verified("case-1", end);
        world.clock.forward(Duration.ofHours(1));
        desk.askAgain();
        assertEquals(EligibilityState.VERIFIED, state(world, account));
        world.clock.forward(Duration.ofDays(1));
        assertEquals(EligibilityState.NONE, state(world, account), "its time is over");
    }

    @OnEachDatabase
    void aSecondClaimTakesNothingAwayAnOperatorDoes(Database database) {
        World world = database.world();
        EligibilityDesk desk = desk(world);
        String account = world.account();
        Instant end = world.clock.now().plus(Duration.ofDays(100));
        school.next = () -> EligibilityAnswer.verified("case-1", end);
        desk.claim(account, "education", "school", "x");
        for (EligibilityState worse :
                Set.of(EligibilityState.REFUSED, EligibilityState.PENDING, EligibilityState.UNKNOWN)) {
            school.next = () -> says(worse);
            assertEquals(
                    EligibilityState.VERIFIED,
                    desk.claim(account, "education", "school", "y").state());
        }
        decide(world, desk, account, EligibilityState.REFUSED, null);
        assertEquals(EligibilityState.REFUSED, state(world, account));
        World.refused(
                Code.INVALID_REQUEST, () -> decide(world, desk, account, EligibilityState.VERIFIED, world.clock.now()));
        World.refused(Code.INVALID_REQUEST, () -> decide(world, desk, account, EligibilityState.NONE, null));
        decide(world, desk, account, EligibilityState.VERIFIED, end);
        assertEquals(EligibilityState.VERIFIED, state(world, account));
    }

    private static void decide(
            World world, EligibilityDesk desk, String account, EligibilityState state, Instant until) {
        world.write(tx -> desk.decide(tx, new Eligibilities.Decision(account, "education", state, until, "because")));
    }

    private static EligibilityState state(World world, String account) {
        return world.read(tx -> EligibilityTable.find(tx, account, "education"))
                .orElseThrow()
                .state();
    }

    @Test
    void theRosterKnowsItsCodesAndLeavesTheRestToAPerson() {
        Roster roster = roster("education:oak:2027-09-30", " ");
        EligibilityAnswer answer = roster.claim(claim("education", " oak "));
        assertEquals(Instant.parse("2027-10-01T00:00:00Z"), answer.validUntil().orElseThrow());
        assertEquals(
                EligibilityState.PENDING,
                roster.claim(claim("education", "elm")).state());
        assertEquals(
                EligibilityState.PENDING,
                roster.claim(claim("non-profit", "oak")).state());
        for (String bad : new String[] {"oak", "education:oak", "education::2027-09-30", "education:oak:soon"}) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> roster(bad))
                    .getMessage()
                    .contains("codes"));
        }
    }

    private static Roster roster(String... codes) {
        return new Roster(TestConfig.of(EligibilityConfig.class, Map.of("codes", codes)));
    }

    private static EligibilityClaim claim(String kind, String proof) {
        return new EligibilityClaim() {
            @Override
            public String accountId() {
                return "acct_1";
            }

            @Override
            public String kind() {
                return kind;
            }

            @Override
            public String proof() {
                return proof;
            }
        };
    }
}
