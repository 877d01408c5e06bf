package org.mutoscope.billing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.road.Purchases;

/** From buyers' proofs to credits. */
class PurchaseTest {
    private static ProofOutcome sold(String id, String product, String environment, Optional<String> to) {
        return new ProofOutcome.Verified(
                new PurchaseFact(id, environment, product, 2, to, 800, "USD", 0, PaperStore.START));
    }

    private static void refused(Shop shop, String account, ProofOutcome outcome, Code code) {
        shop.store.verdict = (proof, context) -> outcome;
        Shop.refused(code, () -> shop.billing.purchases().redeem(account, Shop.NAME, "proof of " + code));
        shop.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void everythingButAVerdictGrantsNothingAndIsNamed(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        Optional<String> nobody = Optional.empty();
        refused(shop, account, new ProofOutcome.Pending(Duration.ofSeconds(3)), Code.PURCHASE_PENDING);
        refused(shop, account, new ProofOutcome.Rejected("forged", "no"), Code.PURCHASE_REJECTED);
        refused(shop, account, new ProofOutcome.Unknown("store is down"), Code.PURCHASE_UNKNOWN);
        refused(shop, account, null, Code.PURCHASE_UNKNOWN);
        refused(shop, account, sold("o", "other", "production", nobody), Code.PRODUCT_UNKNOWN);
        refused(shop, account, sold("b", "broken", "production", nobody), Code.PRODUCT_UNKNOWN);
        refused(shop, account, sold("x", "pack.10", "production", Optional.of("acct_x")), Code.PURCHASE_REJECTED);
        refused(shop, account, sold("s", "pack.10", "sandbox", nobody), Code.PURCHASE_REJECTED);
        refused(shop, account, sold("a\u0000b", "pack.10", "production", nobody), Code.PURCHASE_REJECTED);
        for (String proof : new String[] {null, "", "x".repeat(65_537)}) {
            Shop.refused(Code.PURCHASE_REJECTED, () -> shop.billing.purchases().redeem(account, Shop.NAME, proof));
        }
        Shop.refused(Code.PROVIDER_NOT_FOUND, () -> shop.billing.purchases().redeem(account, "no\nshop", "x"));
    }

    @OnEachDatabase
    void aPurchaseGrantsItsProductOnceAndTheStoreIsToldAfterwards(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.store.verdict = (proof, context) -> sold("p1", "pack.10", "production", shop.token(account));
        Purchases.Receipt receipt = shop.billing.purchases().redeem(account, Shop.NAME, "proof");
        assertEquals(200, receipt.lot().granted());
        assertEquals(200, receipt.balance().available());
        assertEquals(
                receipt.lot().id(),
                shop.billing
                        .purchases()
                        .redeem(account, Shop.NAME, "proof")
                        .lot()
                        .id());
        shop.store.hears = false;
        shop.round();
        assertEquals(List.of(), shop.store.settled);
        shop.store.hears = true;
        shop.round();
        assertEquals(List.of(), shop.store.settled, "not before its pause is over");
        shop.clock.forward(Duration.ofSeconds(6));
        shop.round();
        shop.round();
        assertEquals(List.of("p1"), shop.store.settled);
        shop.assertBalance(account, 200, 0, 0);
        assertEquals(Long.valueOf(10), lock(shop, receipt.lot().id()), "a pack of ten generations");
    }

    @OnEachDatabase
    void aPackWithoutAWordAboutGenerationsPromisesTen(Database database) {
        Shop shop = database.shop();
        shop.settings.put("products", new String[] {"pack.10:45"});
        String account = shop.account();
        shop.store.verdict = (proof, context) -> sold("p1", "pack.10", "production", shop.token(account));
        Purchases.Receipt receipt = shop.billing.purchases().redeem(account, Shop.NAME, "proof");
        assertEquals(Long.valueOf(4), lock(shop, receipt.lot().id()), "a tenth, rounded down in the buyer's favour");
    }

    private static Long lock(Shop shop, long lot) {
        return shop.read(tx -> tx.first(
                        "select lock_standard from credit_lot where id = ?",
                        row -> row.numberOrNull("lock_standard"),
                        lot)
                .orElseThrow());
    }

    @OnEachDatabase
    void aThousandPostsOfOneProofAtOnceMakeOneLot(Database database) throws Exception {
        Shop shop = database.shop();
        String account = shop.account();
        shop.store.verdict = (proof, context) -> sold("p1", "pack.10", "production", shop.token(account));
        ExecutorService clients = Executors.newFixedThreadPool(32);
        List<Future<Long>> posts = IntStream.range(0, 1000)
                .mapToObj(n -> clients.submit(() -> shop.billing
                        .purchases()
                        .redeem(account, Shop.NAME, "proof")
                        .lot()
                        .id()))
                .toList();
        long first = posts.get(0).get();
        for (Future<Long> post : posts) {
            assertEquals(first, post.get());
        }
        clients.shutdown();
        assertEquals(1, shop.lots(account));
        shop.assertBalance(account, 200, 0, 0);
    }

    @OnEachDatabase
    void anotherAccountsTokenCreditsThatAccountAndTellsTheSender(Database database) {
        Shop shop = database.shop();
        String buyer = shop.account();
        String sender = shop.account();
        shop.store.verdict = (proof, context) -> sold("p1", "pack.10", "production", shop.token(buyer));
        Shop.refused(Code.PURCHASE_REJECTED, () -> shop.billing.purchases().redeem(sender, Shop.NAME, "proof"));
        shop.assertBalance(buyer, 200, 0, 0);
        shop.assertBalance(sender, 0, 0, 0);
    }

    @OnEachDatabase
    void whoSendsAPurchaseThatNamesNobodyFirstHasIt(Database database) {
        Shop shop = database.shop();
        String first = shop.account();
        String second = shop.account();
        shop.store.verdict = (proof, context) -> sold("p1", "pack.10", "production", Optional.empty());
        shop.billing.purchases().redeem(first, Shop.NAME, "proof");
        Shop.refused(Code.PURCHASE_REJECTED, () -> shop.billing.purchases().redeem(second, Shop.NAME, "proof"));
        shop.assertBalance(first, 200, 0, 0);
        shop.assertBalance(second, 0, 0, 0);
    }

    @OnEachDatabase
    void aRefundedPurchaseGrantsNothing(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.told(() -> PaperStore.reading(PaperStore.pack("p1", shop.token(account), 100_000, 5)));
        shop.store.verdict =
                (proof, context) -> new ProofOutcome.Verified(PaperStore.pack("p1", shop.token(account), 0, 1));
        Shop.refused(Code.PURCHASE_REJECTED, () -> shop.billing.purchases().redeem(account, Shop.NAME, "old proof"));
        shop.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void anUndecidedProofIsKeptAndShownToTheStoreAgain(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.store.verdict = (proof, context) -> new ProofOutcome.Pending(Duration.ofMinutes(3));
        Shop.refused(Code.PURCHASE_PENDING, () -> shop.billing.purchases().redeem(account, Shop.NAME, "proof"));
        Shop.refused(Code.PURCHASE_PENDING, () -> shop.billing.purchases().redeem(account, Shop.NAME, "proof"));
        shop.store.verdict = (proof, context) -> sold(proof.content(), "pack.10", "production", Optional.empty());
        shop.round();
        shop.assertBalance(account, 0, 0, 0);
        shop.clock.forward(Duration.ofMinutes(4));
        shop.round();
        shop.assertBalance(account, 200, 0, 0);
        assertEquals(
                0,
                shop.read(tx -> tx.query("select id from billing_proof", row -> row.number("id")))
                        .size());
    }

    @OnEachDatabase
    void aKeptProofThatTheStoreRejectsIsForgotten(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.store.verdict = (proof, context) -> new ProofOutcome.Unknown("down");
        Shop.refused(Code.PURCHASE_UNKNOWN, () -> shop.billing.purchases().redeem(account, Shop.NAME, "proof"));
        shop.clock.forward(Duration.ofMinutes(1));
        shop.round();
        assertEquals(
                1,
                shop.read(tx -> tx.query("select id from billing_proof", row -> row.number("id")))
                        .size());
        shop.store.verdict = (proof, context) -> new ProofOutcome.Rejected("forged", "no");
        shop.clock.forward(Duration.ofMinutes(1));
        shop.round();
        assertEquals(
                0,
                shop.read(tx -> tx.query("select id from billing_proof", row -> row.number("id")))
                        .size());
        shop.assertBalance(account, 0, 0, 0);
    }

    @OnEachDatabase
    void anUnknownProductIsParkedAndBookedWhenItIsListed(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.store.verdict = (proof, context) -> sold("p1", "new.pack", "production", Optional.empty());
        Shop.refused(Code.PRODUCT_UNKNOWN, () -> shop.billing.purchases().redeem(account, Shop.NAME, "proof"));
        assertEquals("UNPRICED", shop.billing.notices().books().open().get(0).state());
        shop.settings.put("products", new String[] {"new.pack:7"});
        shop.clock.forward(Duration.ofMinutes(2));
        shop.round();
        shop.assertBalance(account, 14, 0, 0);
        assertEquals(List.of(), shop.billing.notices().books().open());
        assertEquals(List.of("p1"), shop.store.settled);
    }

    @OnEachDatabase
    void aProviderThatFailsOrHangsIsNotBelieved(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        shop.settings.put("call_seconds", 1);
        shop.store.verdict = (proof, context) -> {
            throw new IllegalStateException("x");
        };
        Shop.refused(Code.PURCHASE_UNKNOWN, () -> shop.billing.purchases().redeem(account, Shop.NAME, "p"));
        shop.store.verdict = (proof, context) -> {
            new CountDownLatch(1).await();
            return null;
        };
        Shop.refused(Code.PURCHASE_UNKNOWN, () -> shop.billing.purchases().redeem(account, Shop.NAME, "p"));
    }

    @OnEachDatabase
    void aProviderRemembersForItselfAndSeesItsOwnSecrets(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        AtomicReference<String> seen = new AtomicReference<>();
        shop.store.verdict = (proof, context) -> {
            context.write("cursor", "1");
            context.write("cursor", "2");
            seen.set(context.read("cursor").orElse("none")
                    + context.secret("key").orElse("none")
                    + context.secret("other").isPresent());
            assertThrows(IllegalArgumentException.class, () -> context.write("", "x"));
            return new ProofOutcome.Unknown("x");
        };
        Shop.refused(Code.PURCHASE_UNKNOWN, () -> shop.billing.purchases().redeem(account, Shop.NAME, "p"));
        assertEquals("2se,cret=1false", seen.get());
    }

    @OnEachDatabase
    void theTokenIsOneForEverAndNobodyKnowsItBefore(Database database) {
        Shop shop = database.shop();
        String account = shop.account();
        assertEquals(shop.token(account), shop.token(account));
        assertTrue(!shop.token(account).equals(shop.token(shop.account())));
    }
}
