package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.mutoscope.core.ledger.Ledger;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;

class FreeAllowanceTest {
    private static final Duration DAY = Duration.ofHours(24);

    @OnEachDatabase
    void itCountsBeforeItIsOpenedAndOpensAtTheFirstHold(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        assertNull(world.balance(account).freeExpiresAt());
        world.assertBalance(account, 300, 0, 0);
        assertEquals(0, world.lots(account, true).size(), "looking opens nothing");
        World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(account, account, 301));
        assertEquals(0, world.lots(account, true).size(), "nor does a hold that fails");
        world.hold(account, account, 10);
        assertEquals(world.clock.now().plus(DAY), world.balance(account).freeExpiresAt());
        world.assertBalance(account, 290, 10, 0);
    }

    @OnEachDatabase
    void theNextOpensOnlyWhenTheLastIsOver(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.hold(account, account, 300);
        world.capture(account, 300);
        world.clock.forward(DAY.minusSeconds(1));
        World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(account, account + 1, 1));
        world.clock.forward(Duration.ofSeconds(1));
        world.assertBalance(account, 300, 0, 0);
        world.hold(account, account + 1, 1);
        world.assertBalance(account, 299, 1, 0);
        assertEquals(2, world.lots(account, true).size());
    }

    @OnEachDatabase
    void whatIsLeftOverExpires(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.hold(account, account, 10);
        world.capture(account, 10);
        world.clock.forward(DAY);
        assertEquals(1, world.expire());
        assertEquals(0, world.expire());
        assertEquals(-290, world.history(account).get(0).amount());
        world.assertBalance(account, 300, 0, 0);
    }

    @OnEachDatabase
    void heldPastTheEndItStaysUsableForThatJobOnly(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.hold(account, account + "a", 100);
        world.hold(account, account + "b", 100);
        world.hold(account, account + "c", 100);
        world.clock.forward(DAY);
        world.capture(account + "a", 60);
        world.expire();
        world.release(account + "b");
        world.assertBalance(account, 300, 100, 0);
        assertEquals(new Ledger.Captured(100, 0), world.capture(account + "c", 100));
        world.assertBalance(account, 300, 0, 0);
        assertEquals(0, world.lots(account, true).get(0).remaining());
    }

    @OnEachDatabase
    void anotherQuotaCountsFromTheNextLotOn(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.hold(account, account, 10);
        world.free(50);
        world.assertBalance(account, 290, 10, 0);
        world.clock.forward(DAY);
        world.assertBalance(account, 50, 10, 0);
        world.free(0);
        world.assertBalance(account, 0, 10, 0);
    }

    @OnEachDatabase
    void aClockThatStepsBackOpensNoSecondLot(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.hold(account, account, 300);
        world.clock.forward(DAY);
        world.expire();
        world.clock.forward(Duration.ofMinutes(-5));
        World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(account, account + 1, 1));
        world.clock.forward(Duration.ofMinutes(5));
        assertNotNull(world.hold(account, account + 1, 1));
        world.assertSound();
    }

    @OnEachDatabase
    void whatComesBackToALotThatTheSweeperEndedIsOverAtAnyTime(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.hold(account, account, 100);
        world.clock.forward(DAY);
        world.expire();
        world.clock.forward(Duration.ofMinutes(-5));
        world.release(account);
        world.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void debtIsNotPaidFromIt(Database database) {
        World world = database.world().free(300);
        String account = world.account();
        world.apply(account, World.fact(account, 0, 1), 100);
        world.hold(account, account, 400);
        world.capture(account, 400);
        world.apply(account, World.fact(account, 100_000, 2), 100);
        world.clock.forward(DAY);
        world.hold(account, account + 1, 300);
        world.assertBalance(account, 0, 300, 100);
        assertEquals(Source.FREE_DAILY, world.lots(account, false).get(0).source());
    }
}
