package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Deals.Deal;
import org.mutoscope.core.revenue.Deals.Invoice;
import org.mutoscope.core.revenue.Deals.Quote;
import org.mutoscope.jobs.doubles.House;

/** A commercial licence from the quote to what holders have of it. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DealTest {
    private static final long CENT = MoneyBook.MICROS;
    private static final Instant YESTERDAY = Instant.now().minus(1, ChronoUnit.DAYS);

    @TempDir
    static Path folder;

    private static House house;
    private PoolTown town;
    private String fox;
    private String owl;
    private String buyer;
    private String subject;

    @BeforeAll
    static void open() {
        house = new House(folder);
        house.settings.put("dispatch_paused", true);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void begin() {
        town = new PoolTown(house);
        town.forget();
        fox = house.account();
        owl = house.account();
        buyer = house.account();
        subject = town.subject(fox);
    }

    @AfterEach
    void theBooksAreSound() {
        house.verifyLedger();
    }

    private Quote quote(long price, long guarantee, Instant to, Map<String, Long> split) {
        return new Quote(
                subject, buyer, "EUR", price, guarantee, YESTERDAY.minus(1, ChronoUnit.DAYS), to, split, "a poster");
    }

    private Deal quoted(long price, long guarantee, Instant to) {
        return town.deals.quote(
                PoolTown.caller(fox), quote(price, guarantee, to, Map.of(fox, 700_000L, owl, 300_000L)));
    }

    @Test
    void aQuoteThatCannotBeIsRefused() {
        Instant to = Instant.now().plus(1, ChronoUnit.DAYS);
        wrong(quote(-1, 5, to, Map.of()));
        wrong(quote(0, 0, to, Map.of()));
        wrong(quote(10, 9, to, Map.of()));
        wrong(quote(10, 2_000_000_000_000L, to, Map.of()));
        wrong(quote(10, 10, YESTERDAY.minus(9, ChronoUnit.DAYS), Map.of()));
        wrong(quote(10, 10, to, Map.of(fox, 999_999L)));
        wrong(quote(10, 10, to, Map.of(fox, 0L, owl, 1_000_000L)));
        wrong(quote(10, 10, to, Map.of("nobody", 1_000_000L)));
        wrong(new Quote(subject, buyer, "XXX", 10, 10, YESTERDAY, to, Map.of(), "a poster"));
        wrong(new Quote(subject, buyer, "EUR", 10, 10, YESTERDAY, to, Map.of(), "two\nlines"));
        wrong(new Quote(subject, "nobody", "EUR", 10, 10, YESTERDAY, to, Map.of(), "a poster"));
        Problem stranger =
                assertThrows(Problem.class, () -> town.deals.quote(PoolTown.caller(owl), quote(10, 10, to, Map.of())));
        assertEquals(Code.SUBJECT_NOT_FOUND, stranger.code());
        house.storage.write(tx -> tx.update("update rights_subject set state = 'FROZEN' where id = ?", subject));
        wrong(quote(10, 10, to, Map.of()));
        assertEquals(List.of(), town.deals.deals(town.olga, 10));
    }

    private void wrong(Quote quote) {
        Problem problem = assertThrows(Problem.class, () -> town.deals.quote(PoolTown.caller(fox), quote));
        assertEquals(Code.INVALID_DEAL, problem.code(), problem.getMessage());
    }

    @Test
    void priceUseAndGuaranteeAreInvoicedPaidAndShared() {
        town.model("licences", PoolTown.rate(800_000));
        Deal deal = quoted(1_000, 2_000, YESTERDAY);
        Deal accepted = town.deals.accept(PoolTown.caller(buyer), deal.id());
        assertEquals("accepted", accepted.state());
        assertEquals(accepted, town.deals.accept(PoolTown.caller(buyer), deal.id()), "again it is the same");
        Invoice use = town.deals.bill(town.olga, deal.id(), 300, "12 posters", "2026-10");
        assertEquals(use, town.deals.bill(town.olga, deal.id(), 300, "12 posters", "2026-10"));
        state(() -> town.deals.bill(town.olga, deal.id(), 301, "12 posters", "2026-10"));
        Invoice price = town.deals.invoices(PoolTown.caller(buyer), deal.id()).get(0);
        assertEquals(price.number() + 1, use.number());

        says("EUR,1001,invoice:" + price.number(), "more than it asks for");
        says("USD,10,invoice:" + price.number(), "is in EUR");
        town.take(town.month, "EUR,600,invoice:" + price.number() + "," + town.ref() + ",");
        town.take(town.month, "EUR,400,invoice:" + price.number() + "," + town.ref() + ",");
        town.close();
        assertEquals(800 * CENT * 7 / 10, town.onHold(fox));
        assertEquals(800 * CENT * 3 / 10, town.onHold(owl));
        assertEquals(200 * CENT, town.platform(MoneyBook.REVENUE));
        assertEquals(0, town.platform("pool:licences"));

        // Its time was over in the month, so closing that has ended it and asked for what is missing to the guarantee.
        Deal ended = town.deals.deals(PoolTown.caller(owl), 10).get(0);
        assertEquals("ended", ended.state());
        assertEquals(2_000, ended.invoiced());
        assertEquals(1_000, ended.paid());
        Invoice guarantee = town.deals.invoices(PoolTown.caller(owl), deal.id()).get(2);
        assertEquals("guarantee", guarantee.kind());
        assertEquals(700, guarantee.minor());
        assertEquals(use.number() + 1, guarantee.number());
        assertEquals("ended", town.deals.end(town.olga, deal.id()).state());
    }

    private void says(String row, String sentence) {
        String message = assertThrows(Problem.class, () -> town.take(town.month, row + "," + town.ref() + ","))
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }

    @Test
    void eachStepHasItsTimeAndItsPerson() {
        Deal deal = quoted(0, 500, Instant.now().plus(9, ChronoUnit.DAYS));
        absent(() -> town.deals.accept(PoolTown.caller(owl), deal.id()));
        absent(() -> town.deals.accept(PoolTown.caller(house.account()), deal.id()));
        absent(() -> town.deals.accept(PoolTown.caller(buyer), "deal_none"));
        absent(() -> town.deals.invoices(PoolTown.caller(house.account()), deal.id()));
        absent(() -> town.deals.withdraw(PoolTown.caller(buyer), deal.id()));
        state(() -> town.deals.end(town.olga, deal.id()));
        state(() -> town.deals.bill(town.olga, deal.id(), 1, "use", "k"));
        town.deals.accept(PoolTown.caller(buyer), deal.id());
        assertEquals(
                List.of(), town.deals.invoices(PoolTown.caller(fox), deal.id()), "a price of nothing asks for nothing");
        state(() -> town.deals.withdraw(PoolTown.caller(fox), deal.id()));
        state(() -> town.deals.end(town.olga, deal.id()));
        Deal other = quoted(5, 5, Instant.now().plus(9, ChronoUnit.DAYS));
        assertEquals(
                "withdrawn",
                town.deals.withdraw(PoolTown.caller(fox), other.id()).state());
        state(() -> town.deals.accept(PoolTown.caller(buyer), other.id()));
        Deal old = quoted(5, 5, Instant.now().plus(9, ChronoUnit.DAYS));
        house.storage.write(tx -> tx.update(
                "update revenue_deal set at = ? where id = ?", Instant.now().minus(31, ChronoUnit.DAYS), old.id()));
        state(() -> town.deals.accept(PoolTown.caller(buyer), old.id()));
    }

    @Test
    void whatIsInDisputeByThenIsNotAccepted() {
        Deal deal = quoted(5, 5, Instant.now().plus(9, ChronoUnit.DAYS));
        house.storage.write(tx -> tx.update("update rights_subject set state = 'FROZEN' where id = ?", subject));
        state(() -> town.deals.accept(PoolTown.caller(buyer), deal.id()));
        assertEquals(List.of(), town.deals.invoices(town.olga, deal.id()));
    }

    private static void absent(Callable<?> act) {
        assertEquals(Code.DEAL_NOT_FOUND, assertThrows(Problem.class, act::call).code());
    }

    private static void state(Callable<?> act) {
        assertEquals(Code.DEAL_STATE, assertThrows(Problem.class, act::call).code());
    }

    @Test
    void numbersOfInvoicesHaveNoGapsUnderManyHands() throws Exception {
        Deal deal = quoted(0, 500, Instant.now().plus(9, ChronoUnit.DAYS));
        town.deals.accept(PoolTown.caller(buyer), deal.id());
        ExecutorService hands = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Long>> acts = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String key = "k" + i / 2;
                acts.add(() ->
                        town.deals.bill(town.olga, deal.id(), 1, "use", key).number());
            }
            for (Future<Long> done : hands.invokeAll(acts)) {
                done.get();
            }
        } finally {
            hands.shutdown();
        }
        List<Long> numbers = town.deals.invoices(town.olga, deal.id()).stream()
                .map(Invoice::number)
                .toList();
        assertEquals(
                LongStream.range(0, 32).map(i -> numbers.get(0) + i).boxed().toList(), numbers);
    }
}
