package org.mutoscope.billing.voucher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.NoticeRefused;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.tck.Configured;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentProof;

class VoucherTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String NEXT = "fedcba9876543210fedcba9876543210";
    private static final Voucher PACK = new Voucher("pack100", 7, LocalDate.of(2027, 1, 31));
    private static final String CODE = new Seal(List.of(SECRET)).code(PACK);

    private final LentContext lent = new LentContext().at(Instant.parse("2026-11-23T10:00:00Z"));
    private final VoucherProvider provider = provider(Map.of());

    private static VoucherProvider provider(Map<String, Object> more) {
        Map<String, Object> values =
                new HashMap<>(Map.of("secret", SECRET, "products", new String[] {"pack100:400:USD", "gift10"}));
        values.putAll(more);
        return new VoucherProvider(Kinds.of(Configured.of(VoucherConfig.class, values)));
    }

    private String refusal(VoucherProvider by, String code) {
        return assertInstanceOf(ProofOutcome.Rejected.class, by.verify(new SentProof("acct_test", code), lent))
                .code();
    }

    private static PurchaseFact fact(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.Verified.class, outcome).fact();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "---",
                "------",
                "pack100",
                "pack100-7-20270131",
                "pack100-7-20270131-",
                "nonsense \u0000 \ud800",
                "pack100-7-20270131-AAAAA-AAAAA-AAAAA-AAAAA",
                "{\"json\":1}"
            })
    void whatIsNoVoucherIsRejected(String typed) {
        assertEquals("not_a_voucher", refusal(provider, typed));
        assertTrue(lent.notes().isEmpty(), "a bad code left a note");
    }

    @Test
    void aVeryLongTextIsRejectedUnread() {
        assertEquals("not_a_voucher", refusal(provider, CODE + "0".repeat(60_000)));
        assertEquals("not_a_voucher", refusal(provider, "-".repeat(65_536)));
    }

    @Test
    void everyChangedLetterBreaksTheSeal() {
        int tried = 0;
        for (int i = 0; i < CODE.length(); i++) {
            char was = CODE.charAt(i);
            if (was != '-') {
                char now = was == '9' || was == 'Z' || was == 'z' ? '3' : (char) (was + 1);
                String changed = CODE.substring(0, i) + now + CODE.substring(i + 1);
                if (!same(was, now)) {
                    assertEquals("not_a_voucher", refusal(provider, changed), changed);
                    tried++;
                }
            }
        }
        assertTrue(tried > 25, "only " + tried + " letters were changed");
    }

    /** H and I, K and L, N and O: the second is read as a digit. */
    private static boolean same(char was, char now) {
        return was == '0' && now == 'O' || was == '1' && (now == 'I' || now == 'L');
    }

    @Test
    void aShortenedOrLengthenedSealIsNoSeal() {
        assertEquals("not_a_voucher", refusal(provider, CODE.substring(0, CODE.length() - 1)));
        assertEquals("not_a_voucher", refusal(provider, CODE + "0"));
    }

    @Test
    void anotherOperatorsVoucherIsRejected() {
        assertEquals("not_a_voucher", refusal(provider, new Seal(List.of(NEXT)).code(PACK)));
    }

    @Test
    void aKindThatIsNotAcceptedIsRejectedAndKeepsItsWorth() {
        String other = new Seal(List.of(SECRET)).code(new Voucher("pack900", 1, LocalDate.of(2027, 1, 31)));
        assertEquals("not_accepted", refusal(provider, other));
        assertTrue(lent.notes().isEmpty());
    }

    @Test
    void theLastDayIsTheWholeDay() {
        lent.at(Instant.parse("2027-01-31T23:59:59.999Z"));
        fact(provider.verify(new SentProof("acct_test", CODE), lent));
        LentContext late = new LentContext().at(Instant.parse("2027-02-01T00:00:00Z"));
        ProofOutcome outcome = provider.verify(new SentProof("acct_test", CODE), late);
        assertEquals(
                "expired",
                assertInstanceOf(ProofOutcome.Rejected.class, outcome).code());
    }

    @Test
    void whatWasRedeemedInTimeIsStillTheSamePurchaseLater() {
        PurchaseFact first = fact(provider.verify(new SentProof("acct_test", CODE), lent));
        PurchaseFact again =
                fact(provider.verify(new SentProof("acct_test", CODE), lent.at(Instant.parse("2029-01-01T00:00:00Z"))));
        assertEquals(first.purchaseId(), again.purchaseId());
    }

    @Test
    void aGoodVoucherIsAFact() {
        PurchaseFact fact = fact(provider.verify(new SentProof("acct_test", CODE), lent));
        assertEquals(
                new PurchaseFact(
                        "pack100-7-20270131",
                        "production",
                        "pack100",
                        1,
                        Optional.empty(),
                        400,
                        "USD",
                        0,
                        Instant.parse("2026-11-23T10:00:00Z")),
                fact);
        assertTrue(!CODE.equals(fact.purchaseId()), "the id of a purchase must not be its proof");
    }

    @Test
    void aGiftCostNothing() {
        String gift = new Seal(List.of(SECRET)).code(new Voucher("gift10", 1, LocalDate.of(2027, 1, 31)));
        PurchaseFact fact = fact(provider.verify(new SentProof("acct_test", gift), lent));
        assertEquals("0 XXX", fact.paidMinor() + " " + fact.currency());
    }

    @Test
    void peopleTypeAsTheyLike() {
        String typed = " " + CODE.toLowerCase(Locale.ROOT).replace("-", " - ").replace('0', '0') + "\n";
        assertEquals(
                "pack100-7-20270131",
                fact(provider.verify(new SentProof("acct_test", typed), lent)).purchaseId());
        String seal = CODE.substring(CODE.indexOf('-', 18) + 1);
        String sloppy =
                "PACK100-7-20270131-" + seal.replace('0', 'o').replace('1', 'l').replace("-", "");
        assertEquals(
                "pack100-7-20270131",
                fact(provider.verify(new SentProof("acct_test", sloppy), lent)).purchaseId());
    }

    @Test
    void codesOfTheSecretBeforeAreGoodUntilItIsGone() {
        VoucherProvider rotated = provider(Map.of("secret", NEXT, "secret_previous", SECRET));
        fact(rotated.verify(new SentProof("acct_test", CODE), lent));
        fact(rotated.verify(new SentProof("acct_test", new Seal(List.of(NEXT)).code(PACK)), lent));
        assertEquals("not_a_voucher", refusal(provider(Map.of("secret", NEXT)), CODE));
    }

    @Test
    void anIdIsNotACode() {
        ProofOutcome before = provider.lookup(PACK.id(), lent);
        assertEquals(
                "not_found",
                assertInstanceOf(ProofOutcome.Rejected.class, before).code());
        assertEquals("not_a_voucher", refusal(provider, PACK.id()));
        provider.verify(new SentProof("acct_test", CODE), lent);
        assertEquals(PACK.id(), fact(provider.lookup(PACK.id(), lent)).purchaseId());
        for (String bad : List.of("", "x", "pack100-07-20270131", "pack100-7-20270230", "PACK100-7-20270131")) {
            assertInstanceOf(ProofOutcome.Rejected.class, provider.lookup(bad, lent), bad);
        }
    }

    @Test
    void aRevokedVoucherCannotBeRedeemed() {
        assertEquals("revoked", refusal(provider(Map.of("revoked", new String[] {PACK.id()})), CODE));
    }

    @Test
    void revokingARedeemedVoucherIsARefundAndTheOppositeItsReversal() {
        provider.verify(new SentProof("acct_test", CODE), lent);
        assertEquals(
                List.of(),
                provider.changes(Instant.EPOCH, Optional.empty(), lent).changes());
        VoucherProvider revoking = provider(Map.of("revoked", new String[] {PACK.id(), "gift10-1-20270131"}));
        assertEquals(100_000, fact(revoking.lookup(PACK.id(), lent)).revokedPer100000());
        assertEquals(
                100_000,
                fact(revoking.verify(new SentProof("acct_test", CODE), lent)).revokedPer100000());
        NoticeReading refund = only(revoking);
        assertEquals(100_000, refund.purchases().get(0).revokedPer100000());
        assertEquals(refund.eventId(), only(revoking).eventId());

        NoticeReading reversal = only(provider);
        assertEquals(0, reversal.purchases().get(0).revokedPer100000());
        NoticeReading second = only(revoking);
        assertEquals(100_000, second.purchases().get(0).revokedPer100000());
        assertNotEquals(refund.eventId(), reversal.eventId());
        assertNotEquals(refund.eventId(), second.eventId(), "the host would take the second refund for the first");
    }

    private NoticeReading only(VoucherProvider of) {
        List<NoticeReading> changes =
                of.changes(Instant.EPOCH, Optional.empty(), lent).changes();
        assertEquals(1, changes.size());
        return changes.get(0);
    }

    @Test
    void noticesAreRefused() {
        assertThrows(NoticeRefused.class, () -> provider.interpret(null, lent));
    }
}
