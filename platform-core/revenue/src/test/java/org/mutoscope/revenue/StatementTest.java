package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Revenue;
import org.mutoscope.core.revenue.Statements.Statement;

@Timeout(300)
class StatementTest {
    private static final long CENT = 1_000_000;

    @TempDir
    Path folder;

    private StatementDesk desk(PayoutTown town) {
        return new StatementDesk(town.storage, new Seal(folder), () -> 6);
    }

    /** The clock stands at the given moment of the month after those that other tests used. */
    private static Instant month(PayoutTown town) {
        Instant now = town.base.watch.now;
        java.time.YearMonth next =
                java.time.YearMonth.from(now.atZone(java.time.ZoneOffset.UTC)).plusMonths(1);
        town.base.watch.now = next.atDay(3).atTime(12, 0).toInstant(java.time.ZoneOffset.UTC);
        return town.base.watch.now;
    }

    @ParameterizedTest
    @EnumSource(PayoutBase.class)
    void aMonthIsToldToTheMicro(PayoutBase base) {
        PayoutTown town = new PayoutTown(base);
        StatementDesk desk = desk(town);
        Caller holder = town.holder();
        month(town);
        String held = town.earn(holder, "EUR", 500 * CENT + 1, Revenue.State.ON_HOLD, null);
        town.earn(holder, "EUR", 700 * CENT, Revenue.State.ON_HOLD, null);
        town.earn(holder, "EUR", 3000 * CENT + 900_000);
        town.earn(holder, "EUR", -100 * CENT);
        town.storage.write(tx -> {
            town.lines.release(tx, held, List.of(held));
            return null;
        });
        town.settings.put("withholding_ppm", 100_000);
        long paid = town.paid(holder).minor();
        assertEquals(3060, paid); // 3400 less a tenth
        desk.make();
        assertEquals(List.of(), desk.list(holder, Long.MAX_VALUE, 10), "the month is not over");
        month(town);
        desk.make();
        desk.make();
        List<Statement> told = desk.list(holder, Long.MAX_VALUE, 10);
        assertEquals(1, told.size());
        Statement one = told.get(0);
        assertEquals(700 * CENT, one.onHold());
        assertEquals(900_001, one.payable());
        assertEquals(town.payable(holder, "EUR"), one.payable());
        String text = desk.show(holder, one.id(), false);
        for (String sum : List.of(
                "\"opening\":{\"on_hold\":0,\"payable\":0}",
                "\"earned\":{\"on_hold\":1200000001,\"payable\":3000900000}",
                "\"adjusted\":{\"on_hold\":0,\"payable\":-440000000}", // 100.00 taken back and 340.00 kept back
                "\"released\":{\"on_hold\":-500000001,\"payable\":500000001}",
                "\"paid\":{\"on_hold\":0,\"payable\":-3060000000}",
                "\"returned\":{\"on_hold\":0,\"payable\":0}",
                "\"closing\":{\"on_hold\":700000000,\"payable\":900001}")) {
            assertTrue(text.contains(sum), () -> sum + " in " + text);
        }
        assertTrue(text.contains("\"rate\":\"1/3\",\"budget\":false"), text);
        assertEquals(text, desk(town).show(holder, one.id(), false), "the same bytes, also after a start");
        assertEquals(desk.show(holder, one.id(), true), desk(town).show(holder, one.id(), true));
    }

    @ParameterizedTest
    @EnumSource(PayoutBase.class)
    void eachFollowsTheOneBefore(PayoutBase base) throws Exception {
        PayoutTown town = new PayoutTown(base);
        StatementDesk desk = desk(town);
        Caller holder = town.holder();
        month(town);
        town.earn(holder, "EUR", 2000 * CENT);
        town.bank.mood = PaperBank.Mood.TAKES;
        String payout = town.paid(holder).id();
        month(town); // nothing happens in this one
        month(town);
        town.desk.tell(town.operator, payout, false, "closed");
        town.earn(holder, "EUR", 7);
        town.earn(holder, "USD", 8);
        month(town);
        desk.make();
        List<Statement> told = desk.list(holder, Long.MAX_VALUE, 10);
        assertEquals(3, told.size());
        Statement second =
                told.stream().filter(one -> one.number() == 2).findFirst().orElseThrow();
        Statement first = told.stream()
                .filter(one -> one.number() == 1 && one.currency().equals("EUR"))
                .findFirst()
                .orElseThrow();
        assertEquals(0, first.payable());
        assertEquals(2000 * CENT + 7, second.payable());
        String text = desk.show(holder, second.id(), false);
        assertTrue(text.contains("\"previous\":\"" + first.sha256() + "\""), text);
        assertTrue(text.contains("\"returned\":{\"on_hold\":0,\"payable\":2000000000}"), text);
        signed(text, second.sha256());
    }

    private static void signed(String text, String hash) throws Exception {
        assertEquals(hash, Seal.hash(text.substring(0, text.lastIndexOf("\n\"sha256\"") + 1)));
        String key = text.replaceFirst("(?s).*\"key\":\"", "").replaceFirst("(?s)\".*", "");
        String sign = text.replaceFirst("(?s).*\"signature\":\"", "").replaceFirst("(?s)\".*", "");
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
        check.update(hash.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertTrue(check.verify(Base64.getDecoder().decode(sign)));
    }

    @Test
    void changedBooksAreSeenAndNotSignedAgain() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        StatementDesk desk = desk(town);
        Caller holder = town.holder();
        month(town);
        String line = town.earn(holder, "EUR", 2000 * CENT);
        month(town);
        desk.make();
        Statement one = desk.list(holder, Long.MAX_VALUE, 10).get(0);
        town.storage.write(tx -> tx.update("update revenue_line set units = 4 where id = ?", line));
        assertEquals(
                Code.STATEMENT_BROKEN,
                assertThrows(Problem.class, () -> desk.show(holder, one.id(), false))
                        .code());
        town.storage.write(
                tx -> tx.update("update revenue_line set units = 3, micros = micros + 1 where id = ?", line));
        assertEquals(
                Code.STATEMENT_BROKEN,
                assertThrows(Problem.class, () -> desk.show(holder, one.id(), true))
                        .code());
        town.storage.write(tx -> tx.update("update revenue_line set micros = micros - 1 where id = ?", line));
        desk.show(holder, one.id(), true);
    }

    @Test
    void aMonthWhoseBooksDisagreeIsNotSigned() {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        StatementDesk desk = desk(town);
        Caller holder = town.holder();
        month(town);
        String line = town.earn(holder, "EUR", 2000 * CENT);
        town.storage.write(tx -> tx.update("update revenue_line set micros = micros + 1 where id = ?", line));
        month(town);
        desk.make();
        assertEquals(List.of(), desk.list(holder, Long.MAX_VALUE, 10));
        town.storage.write(tx -> tx.update("update revenue_line set micros = micros - 1 where id = ?", line));
        desk.make();
        assertEquals(1, desk.list(holder, Long.MAX_VALUE, 10).size(), "mended, and made at the next look");
    }

    @Test
    void nobodySeesAnothersStatement() throws Exception {
        PayoutTown town = new PayoutTown(PayoutBase.H2);
        StatementDesk desk = desk(town);
        Caller holder = town.holder();
        month(town);
        town.earn(holder, "EUR", 1);
        month(town);
        desk.make();
        Statement one = desk.list(holder, Long.MAX_VALUE, 10).get(0);
        Caller other = town.stranger();
        assertEquals(List.of(), desk.list(other, Long.MAX_VALUE, 10));
        assertEquals(
                Code.STATEMENT_NOT_FOUND,
                assertThrows(Problem.class, () -> desk.show(other, one.id(), false))
                        .code());
        desk.show(town.operator, one.id(), false);
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("statement.key"))));
    }
}
