package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.ledger.Source;
import org.mutoscope.core.problem.Code;

/** The components as the configuration makes them when no file says otherwise. */
class SweeperTest {
    @OnEachDatabase
    void aSweepEndsWhatIsOverHoweverMuch(Database database) throws InterruptedException {
        World world = database.world();
        String account = world.account();
        for (int n = 0; n < 120; n++) {
            world.grant(account, Source.PROMO, 1, world.clock.now().plusSeconds(60 + n));
        }
        world.grant(account, Source.PURCHASE, 7);
        Sweeper sweeper = new Sweeper(world.work(), world.ledger, TestConfig.standard());
        sweeper.sweep();
        assertEquals(
                127,
                world.lots(account, true).stream()
                        .mapToLong(lot -> lot.remaining())
                        .sum());
        world.clock.forward(Duration.ofHours(1));
        sweeper.sweep();
        sweeper.deactivate();
        assertEquals(
                7,
                world.lots(account, true).stream()
                        .mapToLong(lot -> lot.remaining())
                        .sum());
        world.assertBalance(account, 7, 0, 0);
    }

    @OnEachDatabase
    void aLateSweepLetsNothingBeSpentAndASecondExpiresNothing(Database database) {
        World world = database.world();
        String account = world.account();
        world.grant(account, Source.PROMO, 20, world.clock.now().plus(Duration.ofHours(1)));
        world.grant(account, Source.PURCHASE, 5);
        world.hold(account, account + "a", 8);
        world.clock.forward(Duration.ofHours(2));
        world.assertBalance(account, 5, 8, 0);
        World.refused(Code.INSUFFICIENT_QUOTA, () -> world.hold(account, account + "b", 6));
        assertEquals(1, world.expire());
        assertEquals(0, world.expire(), "once");
        world.assertBalance(account, 5, 8, 0);
        world.release(account + "a");
        assertEquals(0, world.expire());
        world.assertBalance(account, 5, 0, 0);
    }

    @OnEachDatabase
    void quotesAreForgottenADayAfterTheirEnd(Database database) throws InterruptedException {
        World world = database.world();
        String account = world.account();
        PriceService prices = new PriceService(TestConfig.standard());
        world.write(tx -> prices.quote(tx, account, prices.price("any", 4, new FrameSize(720, 1280))));
        Sweeper sweeper = new Sweeper(world.work(), world.ledger, TestConfig.standard());
        for (long left : new long[] {1, 0}) {
            world.clock.forward(Duration.ofHours(12).plusMinutes(10));
            sweeper.sweep();
            assertEquals(
                    left,
                    world.read(tx -> tx.first("select count(*) n from quote", row -> row.number("n")))
                            .orElseThrow());
        }
        sweeper.deactivate();
    }

    @OnEachDatabase
    void thirtyStandardClipsAreFreeByDefault(Database database) {
        World world = database.world();
        LedgerService ledger = new LedgerService(TestConfig.standard());
        String account = world.account();
        assertEquals(300, world.read(tx -> ledger.balance(tx, account)).available());
    }
}
