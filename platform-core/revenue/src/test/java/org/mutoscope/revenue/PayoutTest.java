package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mutoscope.api.revenue.PayoutProvider.PayoutOutcome;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Payouts.Payout;
import org.mutoscope.core.revenue.Payouts.State;
import org.mutoscope.core.revenue.Revenue;

@Timeout(300)
class PayoutTest {
    private static final long CENT = 1_000_000;

    private static void refused(Code code, Runnable act) {
        assertEquals(code, assertThrows(Problem.class, act::run).code());
    }

    private static void agree(PayoutTown town, Caller holder, long micros) {
        assertEquals(micros, town.payable(holder, "EUR"), "the book");
        assertEquals(micros, town.lines(holder, "EUR"), "the lines");
    }

    // Who is not paid, and what is said

    @ParameterizedTest
    @EnumSource(PayoutBase.class)
    void whoIsNotPaidIsToldWhy(PayoutBase base) {
        PayoutTown town = new PayoutTown(base);
        Caller holder = town.stranger();
        assertEquals("nothing", town.obstacle(holder));
        town.earn(holder, "EUR", 1999 * CENT + 999_999);
        assertEquals("no_destination", town.obstacle(holder));
        town.settings.put("destination_hours", 72);
        town.desk.payTo(holder, town.bankId, "IBAN 1;N");
        assertEquals("destination_new", town.obstacle(holder));
        town.later(Duration.ofHours(72));
        assertEquals("below_threshold", town.obstacle(holder));
        town.earn(holder, "EUR", 1);
        assertEquals("paid", town.obstacle(holder));
        town.storage.write(tx -> tx.update("update account set frozen = true where id = ?", holder.accountId()));
        assertEquals("holder_frozen", town.obstacle(holder));
        town.storage.write(tx -> tx.update("update account set frozen = false where id = ?", holder.accountId()));
        Caller swiss = town.holder();
        town.earn(swiss, "CHF", 5000 * CENT);
        assertEquals("currency_not_paid", town.obstacle(swiss));
        assertEquals(0, town.bank.asked.size());
        agree(town, holder, 2000 * CENT);
    }

    @Test
    void onlyAnOperatorRunsAndAHolderSeesItsOwn() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller one = town.holder();
        Caller other = town.holder();
        town.earn(one, "EUR", 2000 * CENT);
        refused(Code.FORBIDDEN, () -> town.desk.run(one));
        refused(Code.FORBIDDEN, () -> town.desk.plan(one));
        String id = town.paid(one).id();
        refused(Code.FORBIDDEN, () -> town.desk.tell(one, id, false, "mine"));
        refused(Code.FORBIDDEN, () -> town.desk.ask(one, id));
        refused(Code.FORBIDDEN, () -> town.desk.takeBack(one, id));
        assertEquals(List.of(), town.desk.list(other, Long.MAX_VALUE, 10));
        refused(Code.PAYOUT_NOT_FOUND, () -> town.desk.ask(town.operator, "po0"));
    }

    @Test
    void aDestinationIsCheckedAuditedAndNeverShownWhole() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller holder = town.stranger();
        for (String bad : new String[] {null, "", " ", "IBAN\n1", "x".repeat(301), "\ud800", "BIC 1"}) {
            refused(Code.INVALID_DESTINATION, () -> town.desk.payTo(holder, town.bankId, bad));
        }
        for (String nobody : new String[] {null, "", "Nobody", "nobody"}) {
            refused(Code.PAYOUT_PROVIDER_ABSENT, () -> town.desk.payTo(holder, nobody, "IBAN 1"));
        }
        refused(Code.PAYOUT_PROVIDER_ABSENT, () -> town.desk.join(holder, town.bankId)); // it has no such way
        assertEquals(
                "...5678",
                town.desk.payTo(holder, town.bankId, "IBAN 12345678;Erika").hint());
        town.desk.payTo(holder, town.bankId, "IBAN 12345678;Erika");
        assertEquals(1, town.audited.size(), town.audited::toString);
        assertTrue(town.audited.get(0).endsWith(town.bankId + " ...5678"), town.audited::toString);
    }

    @ParameterizedTest
    @EnumSource(PayoutBase.class)
    void whatIsInDisputeStaysAndTheRestIsPaid(PayoutBase base) {
        PayoutTown town = new PayoutTown(base);
        Caller holder = town.holder();
        String subject = "subj_" + holder.accountId();
        town.storage.write(tx -> tx.update(
                "insert into rights_subject (id, account_id, kind, name, state, created_at) values (?, ?, 'character',"
                        + " 'Zed', 'FROZEN', ?)",
                subject,
                holder.accountId(),
                tx.now()));
        town.earn(holder, "EUR", 3000 * CENT);
        town.earn(holder, "EUR", 4000 * CENT, Revenue.State.PAYABLE, subject);
        town.earn(holder, "EUR", 4000 * CENT, Revenue.State.ON_HOLD, null);
        assertEquals(3000, town.paid(holder).minor());
        assertEquals("nothing", town.obstacle(holder));
        agree(town, holder, 4000 * CENT);
        town.storage.write(tx -> tx.update("update rights_subject set state = 'ACTIVE' where id = ?", subject));
        assertEquals(4000, town.paid(holder).minor());
        agree(town, holder, 0);
    }

    // To the unit

    @ParameterizedTest
    @EnumSource(PayoutBase.class)
    void wholeUnitsArePaidAndTheRestIsCarried(PayoutBase base) {
        PayoutTown town = new PayoutTown(base);
        Caller holder = town.holder();
        town.earn(holder, "EUR", 2000 * CENT + 600_000);
        town.earn(holder, "EUR", 600_001);
        town.earn(holder, "EUR", -100_000);
        Payout first = town.paid(holder);
        assertEquals(2001, first.minor());
        assertEquals(State.PAID, first.state());
        agree(town, holder, 100_001);
        town.settings.put("threshold_minor", new String[] {"EUR:1"});
        assertEquals("below_threshold", town.obstacle(holder));
        town.earn(holder, "EUR", 899_999);
        assertEquals(1, town.paid(holder).minor());
        agree(town, holder, 0);
        assertEquals(
                2002, town.bank.paid.values().stream().mapToLong(r -> r.minor()).sum());
    }

    @Test
    void taxIsKeptBackAsALineOfItsOwnAndGivenBackWithTheRest() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller holder = town.holder();
        town.settings.put("withholding_ppm", 300_000);
        town.settings.put("withholding_of", new String[] {holder.accountId() + ":150000"});
        town.earn(holder, "EUR", 3333 * CENT + 5);
        town.bank.mood = PaperBank.Mood.TAKES;
        Payout payout = town.paid(holder);
        assertEquals("2834 499", payout.minor() + " " + payout.withheld()); // 499.95 rounded down
        agree(town, holder, 5);
        assertEquals(
                State.RETURNED,
                town.desk
                        .tell(town.operator, payout.id(), false, "Account closed")
                        .state());
        agree(town, holder, 3333 * CENT + 5);
        refused(Code.PAYOUT_NOT_OPEN, () -> town.desk.tell(town.operator, payout.id(), true, null));
        assertEquals(List.of(), town.wrong());
        assertEquals(1L, payableLines(town, holder), "the line itself: nothing is there to be taken back twice");
        String second = town.paid(holder).id();
        town.storage.write(tx -> tx.update("update payout set amount = amount + 1 where idem_key = ?", second));
        assertTrue(town.wrong().toString().contains("it sent 2835000000"), town.wrong()::toString);
        town.storage.write(tx -> tx.update("update payout set amount = amount - 1 where idem_key = ?", second));
        assertEquals(2, town.keysOf(holder));
    }

    private static long payableLines(PayoutTown town, Caller holder) {
        return town.storage.read(tx -> tx.first(
                        "select count(*) n from revenue_line where holder = ? and state = 'PAYABLE'",
                        row -> row.number("n"),
                        holder.accountId())
                .orElseThrow());
    }

    @Test
    void moreThanTheProviderTakesIsPaidInParts() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller holder = town.holder();
        town.earn(holder, "EUR", 2_500_000 * CENT + 1);
        assertEquals(1_000_000, town.paid(holder).minor());
        assertEquals(1_000_000, town.paid(holder).minor());
        assertEquals(500_000, town.paid(holder).minor());
        agree(town, holder, 1);
    }

    @ParameterizedTest
    @EnumSource(PayoutBase.class)
    void twoRunsAtOncePayOnce(PayoutBase base) throws Exception {
        PayoutTown town = new PayoutTown(base);
        List<Caller> holders =
                IntStream.range(0, 6).mapToObj(i -> town.holder()).toList();
        holders.forEach(holder -> town.earn(holder, "EUR", 2000 * CENT));
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> runs = IntStream.range(0, 4)
                .<Future<?>>mapToObj(i -> threads.submit(() -> {
                    go.await();
                    return town.desk.run(town.operator);
                }))
                .toList();
        go.countDown();
        for (Future<?> run : runs) {
            run.get();
        }
        threads.shutdown();
        for (Caller holder : holders) {
            assertEquals(1, town.keysOf(holder));
            agree(town, holder, 0);
        }
        assertEquals(List.of(), town.wrong());
        assertEquals(
                6 * 2000,
                town.bank.paid.values().stream().mapToLong(r -> r.minor()).sum());
    }

    // What became of it (G10)

    @Test
    void whatIsRefusedIsPayableAgain() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller holder = town.holder();
        town.earn(holder, "EUR", 2000 * CENT + 7);
        town.bank.mood = PaperBank.Mood.REFUSES;
        Payout failed = town.paid(holder);
        assertEquals(State.FAILED, failed.state());
        assertEquals("balance_insufficient: There is not enough.", failed.reason());
        agree(town, holder, 2000 * CENT + 7);
        town.bank.mood = PaperBank.Mood.ARRIVES;
        assertEquals(2000, town.paid(holder).minor());
    }

    @ParameterizedTest
    @EnumSource(
            value = PaperBank.Mood.class,
            names = {"PAYS_AND_THROWS", "PAYS_AND_HANGS", "THROWS", "UNSURE"})
    void whatIsNotKnownIsNeverSentWithAnotherKey(PaperBank.Mood mood) {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller holder = town.holder();
        town.earn(holder, "EUR", 2000 * CENT);
        town.bank.mood = mood;
        town.settings.put("call_seconds", mood == PaperBank.Mood.PAYS_AND_HANGS ? 1 : 60);
        Payout payout = town.paid(holder);
        assertEquals(State.UNKNOWN, payout.state());
        town.settings.put("call_seconds", 60);
        town.bank.mood = PaperBank.Mood.ARRIVES;
        town.earn(holder, "EUR", 5000 * CENT);
        assertEquals("in_doubt", town.obstacle(holder));
        town.desk.run(town.operator); // sends nothing to this holder
        assertEquals(State.UNKNOWN, town.last(holder).state());
        assertEquals(1, town.desk.list(holder, Long.MAX_VALUE, 10).size());
        boolean done = mood == PaperBank.Mood.PAYS_AND_THROWS || mood == PaperBank.Mood.PAYS_AND_HANGS;
        town.desk.ask(town.operator, payout.id());
        assertEquals(done ? State.PAID : State.UNKNOWN, town.last(holder).state());
        town.later(Duration.ofMinutes(61)); // now the provider is believed that it has nothing
        town.desk.sender().follow();
        town.desk.sender().send();
        assertEquals(State.PAID, town.last(holder).state());
        assertEquals(payout.id(), town.last(holder).id());
        assertEquals(1, town.keysOf(holder), "one key, one payment");
        town.bank.hanging.countDown();
        agree(town, holder, 5000 * CENT);
    }

    @ParameterizedTest
    @EnumSource(PayoutBase.class)
    void aStopBetweenSendingAndNotingIsADoubtAndNoSecondPayment(PayoutBase base) {
        PayoutTown town = new PayoutTown(base);
        Caller holder = town.holder();
        town.earn(holder, "EUR", 2000 * CENT);
        Payout payout = town.paid(holder);
        // As kill -9 leaves it: taken for sending, paid by the bank, and nothing noted.
        town.storage.write(tx -> tx.update(
                "update payout set state = 'SENT', provider_ref = null, open_for = ? where idem_key = ?",
                holder.accountId() + " EUR",
                payout.id()));
        town.restart();
        assertEquals(State.UNKNOWN, town.last(holder).state());
        town.earn(holder, "EUR", 9000 * CENT);
        assertEquals("in_doubt", town.obstacle(holder));
        town.desk.sender().follow();
        assertEquals(State.PAID, town.last(holder).state());
        assertEquals(1, town.keysOf(holder));
        agree(town, holder, 9000 * CENT);
    }

    @Test
    void aStopBeforeSendingIsMadeGood() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller holder = town.holder();
        town.earn(holder, "EUR", 2000 * CENT);
        Payout payout = town.paid(holder);
        town.bank.paid.clear();
        town.storage.write(tx ->
                tx.update("update payout set state = 'PLANNED', provider_ref = null where idem_key = ?", payout.id()));
        town.restart();
        town.desk.sender().send();
        assertEquals(State.PAID, town.last(holder).state());
        assertEquals(1, town.keysOf(holder));
    }

    @Test
    void whatComesBackAfterWeeksIsPayableAndTheDestinationWaitsForTheHolder() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller holder = town.holder();
        town.earn(holder, "EUR", 2000 * CENT);
        Payout payout = town.paid(holder);
        town.bank.said.put(payout.id(), new PayoutOutcome.Returned("account_closed", "The account is closed."));
        refused(
                Code.PAYOUT_MESSAGE_REFUSED,
                () -> town.desk.message(town.bankId, Map.of(), payout.id().getBytes(StandardCharsets.UTF_8)));
        town.desk.message(town.bankId, Map.of("signed", "yes"), "po0".getBytes(StandardCharsets.UTF_8));
        assertEquals(State.PAID, town.last(holder).state());
        town.desk.message(town.bankId, Map.of("signed", "yes"), payout.id().getBytes(StandardCharsets.UTF_8));
        town.desk.message(town.bankId, Map.of("signed", "yes"), payout.id().getBytes(StandardCharsets.UTF_8));
        assertEquals(State.RETURNED, town.last(holder).state());
        agree(town, holder, 2000 * CENT);
        assertEquals("destination_blocked", town.obstacle(holder));
        town.desk.payTo(holder, town.bankId, "IBAN 99;New");
        assertEquals("paid", town.obstacle(holder));
    }

    @Test
    void anAbsentProviderDelaysAndLosesNothing() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        Caller holder = town.holder();
        town.earn(holder, "EUR", 2000 * CENT);
        town.entry.drain();
        assertEquals("provider_absent", town.obstacle(holder));
        town.desk.run(town.operator);
        assertEquals(List.of(), town.desk.list(holder, Long.MAX_VALUE, 10));
        agree(town, holder, 2000 * CENT);
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        for (String bad : new String[] {"EUR", "EUR:-1", "eur:5", "EUR:1x", ":5"}) {
            town.settings.put("threshold_minor", new String[] {bad});
            String said =
                    assertThrows(IllegalArgumentException.class, town::rules).getMessage();
            assertTrue(said.contains("threshold.minor"), said);
        }
    }
}
