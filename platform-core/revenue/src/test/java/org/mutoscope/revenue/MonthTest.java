package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.api.revenue.Share;
import org.mutoscope.core.ledger.MoneyBook;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Imports;
import org.mutoscope.core.revenue.Periods;
import org.mutoscope.core.views.Views;
import org.mutoscope.jobs.doubles.House;
import org.mutoscope.storage.jdbc.StorageSettings;

/** A month, from income to what holders have. Money in millionths of a cent. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonthTest {
    private static final long CENT = MoneyBook.MICROS;

    @TempDir
    static Path folder;

    private House house;
    private PoolTown town;
    private String fox;
    private String owl;

    /** The embedded database; another runs the same tests on PostgreSQL. */
    StorageSettings database() throws Exception {
        return StorageSettings.embedded(folder);
    }

    @BeforeAll
    void open() throws Exception {
        house = new House(database());
        house.settings.put("dispatch_paused", true);
    }

    @AfterAll
    void close() {
        if (house != null) {
            house.close();
        }
    }

    @BeforeEach
    void begin() {
        town = new PoolTown(house);
        town.forget();
        fox = house.account();
        owl = house.account();
    }

    @AfterEach
    void theBooksAreSound() {
        house.verifyLedger();
    }

    /** 400 cents for 100 credits, 50 spent: 200 cents, of which the pool has a fifth, 40; unattributed advertising brings 110 of 200. */
    @Test
    void thePoolByViewsIsSharedToTheUnit() {
        town.model("views", TownModels.USER_CENTRIC);
        String payer = town.payer(400, 50);
        String mine = town.clip(Map.of(fox, 1_000_000L));
        String ours = town.clip(Map.of(fox, 250_000L, owl, 750_000L));
        town.views.seenBy(payer, ours, 2);
        town.views.seen(mine, 2);
        town.take(town.month, "EUR,200,unattributed," + town.ref() + ",");

        Periods.Month closed = town.close();

        assertEquals("closed", closed.state());
        // The payer's 40 go by what the payer watched, the other 110 by all views: fox has 2.5 of 4.
        long foxes = 40 * CENT / 4 + 110 * CENT * 5 / 8;
        assertEquals(Map.of(fox, foxes, owl, 150 * CENT - foxes), town.earned());
        assertEquals(foxes, town.onHold(fox));
        assertEquals(0, town.platform("pool:views"));
        assertEquals(-200 * CENT, town.platform("import:paper"));
        assertEquals(-40 * CENT + 90 * CENT, town.platform(MoneyBook.REVENUE));
        assertEquals(
                150 * CENT, town.months().runs(town.olga, town.month).get(0).shared());

        assertEquals(closed, town.close(), "closed again it is as it was");
        assertEquals(2, town.number("select count(*) n from revenue_line"));
    }

    /** Of 200 cents that were spent 50 are set aside for a clip that is not shared yet: the pool has a fifth of 150. */
    @Test
    void whatIsSetAsideForClipsIsNotInThePool() {
        String payer = town.payer(400, 50);
        String clip = town.clip(Map.of(fox, 1_000_000L));
        house.storage.write(tx -> {
            tx.update(
                    "insert into revenue_capture (id, kind, job_id, account_id, credits, fees, at, state) values (?, 'CLIP', ?, ?, 50, '', ?, 'OPEN')",
                    clip,
                    clip,
                    payer,
                    tx.now());
            new Suspense(town.book).park(tx, new Suspense.Parked(clip, "EUR", 50 * CENT, MoneyBook.REVENUE));
            return null;
        });
        town.close();
        assertEquals(30 * CENT, town.number("select sum(micros) n from revenue_payer"));
    }

    @Test
    void whatIsNotOverOrNotFinalIsNotClosed() {
        Problem early = assertThrows(
                Problem.class, () -> town.months(house.storage, Duration.ZERO).close(town.olga, town.month, true));
        assertEquals(Code.PERIOD_NOT_CLOSABLE, early.code());
        town.views.state = Views.State.PROVISIONAL;
        Problem open = assertThrows(Problem.class, () -> town.months().close(town.olga, town.month, false));
        assertEquals(Code.PERIOD_PROVISIONAL, open.code());
        town.take(town.month.minusMonths(1), "EUR,200,unattributed," + town.ref() + ",");
        Problem order = assertThrows(Problem.class, town::close);
        assertTrue(order.getMessage().contains(town.month.minusMonths(1) + " waits"), order.getMessage());
        Problem nobody = assertThrows(Problem.class, () -> town.months()
                .close(new org.mutoscope.core.identity.Caller("p", fox, "fox", java.util.Set.of()), town.month, true));
        assertEquals(Code.FORBIDDEN, nobody.code());
        assertEquals(0, town.number("select count(*) n from revenue_month"));
    }

    @Test
    void withoutViewsThePoolIsCarriedIntoTheNextMonth() {
        town.model("views", TownModels.PRO_RATA);
        town.take(town.month.minusMonths(1), "EUR,100,unattributed," + town.ref() + ",");
        town.months().close(town.olga, town.month.minusMonths(1), true);
        assertEquals(
                "carried",
                town.months().runs(town.olga, town.month.minusMonths(1)).get(0).state());
        assertEquals(55 * CENT, town.platform("pool:views"));

        town.take(town.month, "EUR,100,unattributed," + town.ref() + ",");
        town.views.seen(town.clip(Map.of(fox, 1_000_000L)), 1);
        town.close();
        assertEquals(Map.of(fox, 110 * CENT), town.earned());
        assertEquals(0, town.platform("pool:views"));
    }

    @Test
    void correctionsOfViewsCountInTheNextMonth() {
        town.model("views", TownModels.PRO_RATA);
        String his = town.clip(Map.of(fox, 1_000_000L));
        town.views.seen(his, 3);
        town.views.seen(town.clip(Map.of(owl, 1_000_000L)), 1);
        town.views.correct(town.month.minusMonths(1), his, -2);
        town.take(town.month, "EUR,200,unattributed," + town.ref() + ",");
        town.close();
        assertEquals(Map.of(fox, 55 * CENT, owl, 55 * CENT), town.earned());
    }

    @Test
    void advertisingOnAClipGoesByItsSplitAndFollowsItsCorrections() {
        town.model("ads", PoolTown.rate(500_000));
        String clip = town.clip(Map.of(fox, 333_333L, owl, 666_667L));
        String first = town.ref();
        String second = town.ref();
        town.take(
                town.month.minusMonths(2),
                "EUR,100," + clip + "," + first + ",",
                "EUR,-40," + clip + "," + second + "," + first);
        town.months().close(town.olga, town.month.minusMonths(2), true);
        assertEquals(30 * CENT, town.onHold(fox) + town.onHold(owl));
        assertEquals(30 * CENT * 333_333 / 1_000_000, town.onHold(fox));
        assertEquals(30 * CENT, town.platform(MoneyBook.REVENUE));

        // Less: it comes from what they have of that very cause. Nothing at all in the end; a correction of a
        // correction is one of the line.
        town.take(town.month.minusMonths(1), "EUR,-50," + clip + "," + town.ref() + "," + second);
        town.months().close(town.olga, town.month.minusMonths(1), true);
        assertEquals(5 * CENT, town.onHold(fox) + town.onHold(owl));
        town.take(town.month, "EUR,-10," + clip + "," + town.ref() + "," + first);
        town.close();
        assertEquals(0, town.onHold(fox) + town.onHold(owl));
        assertEquals(0, town.platform(MoneyBook.REVENUE));
        assertEquals(0, town.platform("pool:ads"));
        assertEquals(
                4,
                town.number(
                        "select count(*) n from revenue_line where stream = 'ADJUSTMENT' and corrects is not null"));
    }

    @Test
    void whatWasPaidOutByThenIsThePlatformsLossAndMadeGoodFirst() {
        town.model("ads", PoolTown.rate(1_000_000));
        String clip = town.clip(Map.of(fox, 1_000_000L));
        String first = town.ref();
        town.take(town.month.minusMonths(2), "EUR,100," + clip + "," + first + ",");
        town.months().close(town.olga, town.month.minusMonths(2), true);
        paidOut();
        town.take(town.month.minusMonths(1), "EUR,-30," + clip + "," + town.ref() + "," + first);
        town.months().close(town.olga, town.month.minusMonths(1), true);
        assertEquals(-30 * CENT, town.platform(MoneyBook.LOSSES));
        assertEquals(0, town.onHold(fox));

        town.take(town.month, "EUR,50," + clip + "," + town.ref() + "," + first);
        town.close();
        assertEquals(0, town.platform(MoneyBook.LOSSES));
        assertEquals(20 * CENT, town.onHold(fox));
        assertEquals(0, town.platform("pool:ads"));
    }

    /** As a payout does it. */
    private void paidOut() {
        house.storage.write(tx -> {
            List<MoneyBook.Line> out = List.of(
                    MoneyBook.Place.holder(fox, MoneyBook.ON_HOLD, "EUR").line(-100 * CENT),
                    MoneyBook.Place.platform(MoneyBook.PAYOUTS, "EUR").line(100 * CENT));
            town.book.post(tx, new MoneyBook.Posting("paid", "PAYOUT", "test", tx.now(), out));
            tx.update(
                    "insert into payout (id, holder_id, asset, amount, provider, idem_key, state) values (?, ?, 'EUR', 100, 'file', 'p1', 'PAID')",
                    UUID.randomUUID(),
                    fox);
            return tx.update("update revenue_line set state = 'PAID', payout_id = 'p1'");
        });
    }

    @Test
    void aModelThatIsAbsentOrWrongLeavesTheMoneyInSuspense() {
        String clip = town.clip(Map.of(fox, 1_000_000L));
        town.take(town.month, "EUR,100," + clip + "," + town.ref() + ",");
        assertEquals(1, town.close().suspended());
        waits("No model shares ads");
        wrong(facts -> List.of(new Share(fox, facts.amount() + 1, "more")), "more than there is");
        wrong(facts -> List.of(new Share(owl, 1, "stranger")), "no claim");
        wrong(facts -> null, "no answer");
        wrong(
                facts -> {
                    throw new IllegalStateException("broken");
                },
                "broken");
        town.settings.put("model_seconds", 1);
        wrong(
                facts -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.parkNanos(1_000_000);
                    }
                    return List.of();
                },
                "in time");
        town.settings.remove("model_seconds");

        town.model("ads", PoolTown.rate(600_000));
        assertEquals(0, town.close().suspended());
        assertEquals(60 * CENT, town.onHold(fox));
        assertEquals(0, town.platform(MoneyBook.SUSPENSE));
        assertEquals(40 * CENT, town.platform(MoneyBook.REVENUE));
    }

    private void wrong(PeriodShare model, String sentence) {
        var entry = town.model("ads", model);
        town.close();
        waits(sentence);
        entry.remove();
    }

    private void waits(String sentence) {
        String reason = town.months().runs(town.olga, town.month).get(0).reason();
        assertTrue(reason.contains(sentence), reason);
        assertEquals(100 * CENT, town.platform(MoneyBook.SUSPENSE));
        assertEquals(0, town.onHold(fox));
    }

    /** A later correction has the money of a line whose run still waits. */
    @Test
    void aCorrectionTakesThePlaceOfARunThatWaits() {
        String clip = town.clip(Map.of(fox, 1_000_000L));
        String first = town.ref();
        town.take(town.month.minusMonths(1), "EUR,100," + clip + "," + first + ",");
        town.months().close(town.olga, town.month.minusMonths(1), true);
        town.take(town.month, "EUR,-60," + clip + "," + town.ref() + "," + first);
        town.close();
        town.model("ads", PoolTown.rate(1_000_000));
        town.months().close(town.olga, town.month.minusMonths(1), true);
        assertEquals(0, town.onHold(fox));
        town.close();
        assertEquals(40 * CENT, town.onHold(fox));
        assertEquals(0, town.platform("pool:ads"));
        assertEquals(0, town.platform(MoneyBook.SUSPENSE));
    }

    /** A crash after each unit of work: closed again, the month has the same end, to the unit. */
    @Test
    void aCrashAnywhereIsTakenUp() {
        town.model("views", TownModels.USER_CENTRIC);
        town.model("ads", PoolTown.rate(500_000));
        String payer = town.payer(999, 33);
        String clip = town.clip(Map.of(fox, 400_001L, owl, 599_999L));
        town.views.seenBy(payer, clip, 3);
        town.take(town.month, "EUR,101," + clip + "," + town.ref() + ",", "EUR,7,unattributed," + town.ref() + ",");
        int crashes = 0;
        for (int work = 0; ; work++) {
            FailingWork failing = new FailingWork(house.storage, work);
            try {
                town.months(failing, Duration.ofDays(40)).close(town.olga, town.month, true);
                break;
            } catch (FailingWork.Crash e) {
                crashes++;
            }
        }
        assertTrue(crashes > 3, crashes + " crashes");
        long pool = 999 * CENT * 33 / 100 / 5;
        long ads = 101 * CENT / 2;
        long rest = 7 * CENT * 55 / 100;
        assertEquals(
                pool + ads + rest,
                town.earned().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(0, town.platform("pool:views"));
        assertEquals(0, town.platform("pool:ads"));
        assertEquals(4, town.number("select count(*) n from revenue_line"));
    }

    @Test
    void importsAreTakenOnceAndChangeNothingAfterwards() {
        String ref = town.ref();
        String text = "period,source,currency,net_minor,asset,reference,corrects\n" + town.month
                + ",paper,EUR,100,unattributed," + ref + ",\n";
        assertEquals(1, town.take(text).fresh());
        assertTrue(town.take(text).again());
        assertEquals(0, town.take(text + "\n").fresh(), "the line again in another file");
        assertEquals(Code.IMPORT_CONFLICT, refused(text.replace("100", "101")).code());
        says(text.replace(ref, "x").replace("unattributed", "video_nobody"), "no video that anybody earns from");
        says(text.replace(ref, "x").replace("unattributed", "invoice:99"), "there is no invoice 99");
        says(text.replace(ref + ",", "x,nowhere"), "corrects names nowhere, which is not known");
        says(text.replace(",100,", ",-101,").replace(ref + ",", "x," + ref), "less than nothing");
        says(text.replace("EUR", "USD").replace(ref + ",", "x," + ref), "asset and the currency");
        says(text.replace(town.month + "", town.month.plusMonths(1) + "").replace(ref, "x"), "has not begun");
        says(
                text.replace(town.month + "", town.month.minusMonths(1) + "").replace(ref + ",", "x," + ref),
                "in the month of what it corrects, or later");
        assertEquals(
                Code.FORBIDDEN,
                assertThrows(
                                Problem.class,
                                () -> town.imports.take(
                                        new org.mutoscope.core.identity.Caller("p", fox, "fox", java.util.Set.of()),
                                        PoolTown.signed(text)))
                        .code());
        town.close();
        says(text.replace(ref, "x"), "is closed; name one that is open");
        assertEquals(1, town.number("select count(*) n from revenue_import_line"));
        assertEquals(-100 * CENT, town.platform("import:paper"));
        List<Imports.Line> lines = town.imports.lines(town.olga, town.month.toString(), 0, 10);
        assertEquals(List.of(ref), lines.stream().map(Imports.Line::reference).toList());
        assertEquals(2, town.imports.files(town.olga, 10).size());
    }

    private void says(String text, String sentence) {
        String message = refused(text).getMessage();
        assertTrue(message.contains(sentence), message);
    }

    private Problem refused(String text) {
        return assertThrows(Problem.class, () -> town.take(text));
    }
}
