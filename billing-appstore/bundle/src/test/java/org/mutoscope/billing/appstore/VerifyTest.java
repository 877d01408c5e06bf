package org.mutoscope.billing.appstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.apple.itunes.storekit.model.DeliveryStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.api.billing.PlanPeriod;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.paper.Jws;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentProof;

/** What becomes of a proof that a client posts, and of a purchase that is looked up. */
@Timeout(600)
class VerifyTest {
    private static final String TOKEN = "7b1e3c52-0d0e-4f7a-9d55-6f2f0f5f2d11";
    private static final Product PACK = Product.pack("pack100", 4000);
    private static final Product PLAN = Product.plan("plan.month", 9990);

    @TempDir
    Path folder;

    private PaperStore store;
    private AppStoreProvider provider;

    @BeforeEach
    void open() throws Exception {
        store = new PaperStore(ConfigOf.APP, 0);
        provider = ConfigOf.provider(store, folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ProofOutcome verify(String jws) throws InterruptedException {
        return provider.verify(new SentProof("acct_test", jws), new LentContext());
    }

    private static PurchaseFact fact(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.Verified.class, outcome, outcome.toString())
                .fact();
    }

    private static String code(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.Rejected.class, outcome, outcome.toString())
                .code();
    }

    private String spoiled(String id, Consumer<Map<String, Object>> change) {
        Map<String, Object> payload = store.shop().transaction(id);
        change.accept(payload);
        return Jws.signed(store.chain(), payload);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 11, 1_000_000, 2_147_483_647})
    void aQuantityOutsideItsRangeIsRejected(long quantity) throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        assertEquals("quantity_invalid", code(verify(spoiled(id, p -> p.put("quantity", quantity)))));
    }

    @Test
    void aQuantityBeyondIntegersIsRejected() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        assertEquals("signature_invalid", code(verify(spoiled(id, p -> p.put("quantity", 2_147_483_648L)))));
        assertEquals("quantity_invalid", code(verify(spoiled(id, p -> p.remove("quantity")))));
    }

    @ParameterizedTest
    @CsvSource({
        "inAppOwnershipType, FAMILY_SHARED, product_type",
        "inAppOwnershipType, LENT, product_type",
        "type, Non-Consumable, product_type",
        "type, Non-Renewing Subscription, product_type",
        "productId, '', malformed",
        "transactionId, '', malformed",
        "transactionId, ../../x, malformed",
        "originalTransactionId, a/b, malformed"
    })
    void aFieldThatCannotBeIsRejected(String field, String value, String code) throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        assertEquals(code, code(verify(spoiled(id, p -> p.put(field, value)))));
        assertEquals(0, store.requests());
    }

    @Test
    void aNegativePriceAndAContradictionAreRejected() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        assertEquals("price_invalid", code(verify(spoiled(id, p -> p.put("price", -1)))));
        assertEquals("contradiction", code(verify(spoiled(id, p -> p.put("revocationPercentage", 50_000)))));
        store.shop().refund(id, Optional.of(50_000));
        assertEquals("contradiction", code(verify(spoiled(id, p -> p.remove("revocationPercentage")))));
        assertEquals("contradiction", code(verify(spoiled(id, p -> p.put("revocationPercentage", 100_001)))));
    }

    @Test
    void deepJsonAndBigBodiesAreRejected() throws Exception {
        String deep = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);
        String jws = Jws.signed(
                Map.of("alg", "ES256", "x5c", store.chain().x5c()),
                deep,
                store.chain().leafKey());
        assertEquals("signature_invalid", code(verify(jws)));
        assertEquals("signature_invalid", code(verify("x".repeat(65_536))));
        assertEquals("signature_invalid", code(verify(".".repeat(65_536))));
    }

    @Test
    void aGoodProofIsAFact() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN).times(3));
        PurchaseFact fact = fact(verify(store.shop().signed(id)));
        assertEquals(id, fact.purchaseId());
        assertEquals("production", fact.environment());
        assertEquals("pack100", fact.productId());
        assertEquals(3, fact.quantity());
        assertEquals(Optional.of(TOKEN), fact.accountId());
        assertEquals(1200, fact.paidMinor());
        assertEquals("USD", fact.currency());
        assertEquals(0, fact.revokedPer100000());
        assertEquals(0, store.requests(), "a fresh proof needs no question");
    }

    @ParameterizedTest
    @CsvSource({
        "USD, 4000, 400, USD",
        "JPY, 600000, 600, JPY",
        "KWD, 1250, 1250, KWD",
        "ZZZ, 4000, 400, ZZZ",
        "usd, 4000, 0, XXX"
    })
    void thePriceIsInMinorUnits(String currency, long milli, long minor, String said) throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        PurchaseFact fact = fact(verify(spoiled(id, p -> {
            p.put("currency", currency);
            p.put("price", milli);
        })));
        assertEquals(minor, fact.paidMinor());
        assertEquals(said, fact.currency());
    }

    @Test
    void withoutAPriceOrATokenItIsStillAPurchase() throws Exception {
        String id = store.shop().buy(Order.of(PACK, null));
        PurchaseFact fact = fact(verify(spoiled(id, p -> p.remove("price"))));
        assertEquals(Optional.empty(), fact.accountId());
        assertEquals("XXX", fact.currency());
    }

    @Test
    void sandboxIsTriedSecondAndSaysSo() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN).sandbox());
        assertEquals("sandbox", fact(verify(store.shop().signed(id))).environment());
        assertEquals("sandbox", fact(provider.lookup(id, new LentContext())).environment());
    }

    @Test
    void anOldProofIsReadAgainSoThatARefundIsSeen() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        String old = spoiled(
                id, p -> p.merge("signedDate", -Duration.ofMinutes(11).toMillis(), (a, b) -> (Long) a + (Long) b));
        assertEquals(0, fact(verify(old)).revokedPer100000());
        assertEquals(1, store.requests());
        store.shop().refund(id, Optional.empty());
        assertEquals(100_000, fact(verify(old)).revokedPer100000());
    }

    @Test
    void anOldProofThatAppleDoesNotKnowIsNotBelieved() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        String old = spoiled(id, p -> {
            p.put("transactionId", "999");
            p.put("signedDate", (Long) p.get("signedDate") - 3_600_000L);
        });
        assertInstanceOf(ProofOutcome.Unknown.class, verify(old));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 33_333, 99_999})
    void partOfItMayBeTakenBack(int part) throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        store.shop().refund(id, Optional.of(part));
        assertEquals(part, fact(provider.lookup(id, new LentContext())).revokedPer100000());
        store.shop().refund(id, Optional.empty());
        assertEquals(100_000, fact(provider.lookup(id, new LentContext())).revokedPer100000());
        store.shop().reverse(id);
        assertEquals(0, fact(provider.lookup(id, new LentContext())).revokedPer100000());
    }

    @Test
    void aSubscriptionIsAPeriod() throws Exception {
        String id = store.shop().buy(Order.of(PLAN, TOKEN));
        ProofOutcome outcome = verify(store.shop().signed(id));
        PlanPeriod period =
                assertInstanceOf(ProofOutcome.VerifiedPeriod.class, outcome).period();
        assertEquals(id, period.subscriptionId());
        assertEquals(Duration.ofDays(30), Duration.between(period.startsAt(), period.expiresAt()));
        assertEquals(999, period.purchase().paidMinor());
        assertEquals("period_invalid", code(verify(spoiled(id, p -> p.remove("expiresDate")))));
    }

    @Test
    void aSharedSubscriptionCountsOnlyWhereTheOperatorWantsIt() throws Exception {
        String id = store.shop().buy(Order.of(PLAN, null));
        String shared = spoiled(id, p -> p.put("inAppOwnershipType", "FAMILY_SHARED"));
        assertEquals("product_type", code(verify(shared)));
        Map<String, Object> values = ConfigOf.trusting(store, store.chain(), folder);
        values.put("family_sharing", true);
        assertInstanceOf(
                ProofOutcome.VerifiedPeriod.class,
                ConfigOf.provider(values).verify(new SentProof("acct_test", shared), new LentContext()));
    }

    @Test
    void whatNobodyBoughtIsNotFound() throws Exception {
        assertEquals("not_found", code(provider.lookup("123456", new LentContext())));
        assertEquals("malformed", code(provider.lookup("../../v1/x", new LentContext())));
        assertEquals("malformed", code(provider.lookup("", new LentContext())));
    }

    @Test
    void bookedMeansFinishedAtApple() throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN));
        PurchaseFact fact = fact(verify(store.shop().signed(id)));
        assertTrue(!store.shop().finished(id));
        assertTrue(provider.settled(fact, new LentContext()));
        assertTrue(store.shop().finished(id));
        assertTrue(provider.settled(fact, new LentContext()), "telling twice does no harm");
    }

    @ParameterizedTest
    @CsvSource({"0, GRANT_FULL", "1, GRANT_PRORATED", "99999, GRANT_PRORATED", "100000, DECLINE"})
    void theAnswerSaysHowMuchWasUsed(int used, String wish) throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN).sandbox());
        assertTrue(provider.answer(id, used, new LentContext()));
        String said = store.shop().consumption(id);
        assertTrue(said.contains("\"refundPreference\":\"" + wish + "\""), said);
        assertTrue(said.contains("\"consumptionPercentage\":" + used + ","), said);
        assertTrue(said.contains("\"customerConsented\":true"), said);
    }

    @ParameterizedTest
    @CsvSource({"true, 25000, DELIVERED, GRANT_PRORATED", "false, 0, UNDELIVERED_OTHER, GRANT_FULL"})
    void theAnswerSaysWhetherItWasDelivered(boolean delivered, int used, DeliveryStatus status, String wish)
            throws Exception {
        String id = store.shop().buy(Order.of(PACK, TOKEN).sandbox());
        assertTrue(provider.answer(new RefundAnswers.Consumption(id, delivered, used), new LentContext()));
        String said = store.shop().consumption(id);
        assertTrue(said.contains("\"deliveryStatus\":\"" + status.getValue() + "\""), said);
        assertTrue(said.contains("\"refundPreference\":\"" + wish + "\""), said);
    }
}
