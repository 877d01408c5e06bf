package org.mutoscope.credits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Code;

class QuoteTest {
    private static final FrameSize SIZE = new FrameSize(720, 1280);

    private final PriceService prices = new PriceService(TestConfig.standard());

    @OnEachDatabase
    void aQuoteStandsForTenMinutesWhateverThePriceBecomes(Database database) {
        World world = database.world();
        String account = world.account();
        Prices.Price before = prices.price("sprite-1", 4, SIZE);
        Prices.Quote quote = world.write(tx -> prices.quote(tx, account, before));
        assertEquals(world.clock.now().plus(Duration.ofMinutes(10)), quote.expiresAt());
        prices.modified(TestConfig.withPrices("sprite-1:99"));
        Prices.Price now = prices.price("sprite-1", 4, SIZE);
        assertEquals(99, now.credits());
        world.clock.forward(Duration.ofMinutes(10).minusMillis(1));
        assertEquals(quote, redeem(world, account, quote.id(), now));
        world.clock.forward(Duration.ofMillis(1));
        World.refused(Code.QUOTE_EXPIRED, () -> redeem(world, account, quote.id(), now));
    }

    @OnEachDatabase
    void aQuoteIsForOneAccountAndOneKindOfClip(Database database) {
        World world = database.world();
        String account = world.account();
        String other = world.account();
        Prices.Price price = prices.price("sprite-1", 4, SIZE);
        String id = world.write(tx -> prices.quote(tx, account, price)).id();
        World.refused(Code.QUOTE_EXPIRED, () -> redeem(world, other, id, price));
        World.refused(Code.QUOTE_EXPIRED, () -> redeem(world, account, "quote_unknown", price));
        World.refused(Code.QUOTE_MISMATCH, () -> redeem(world, account, id, prices.price("sprite-1", 8, SIZE)));
        World.refused(Code.QUOTE_MISMATCH, () -> redeem(world, account, id, prices.price("sprite-2", 4, SIZE)));
        FrameSize wide = new FrameSize(1280, 720);
        World.refused(Code.QUOTE_MISMATCH, () -> redeem(world, account, id, prices.price("sprite-1", 4, wide)));
    }

    private Prices.Quote redeem(World world, String account, String id, Prices.Price now) {
        return world.write(tx -> prices.redeem(tx, account, id, now));
    }
}
