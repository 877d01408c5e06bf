package org.mutoscope.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.BillingProvider;
import org.mutoscope.api.billing.NoticeReading;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.api.billing.PurchaseProof;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** From proofs to credits. */
@Timeout(120)
class PurchaseTest {
    @TempDir
    Path data;

    private Town town;
    private String account;
    private final Shop shop = new Shop();

    @BeforeEach
    void open() {
        town = new Town(data);
        town.settings.put("products", new String[] {"com.example.pack100:100", "broken:x"});
        town.settings.put("secrets", new String[] {"shop.key=se,cret=1"});
        town.services(BillingProvider.class).add("shop", shop);
        account = town.house.account();
    }

    @AfterEach
    void close() {
        town.close();
    }

    /** A provider that says what a test wants. */
    private static final class Shop implements BillingProvider {
        private interface Answer {
            ProofOutcome to(PurchaseProof proof, BillingContext context) throws InterruptedException;
        }

        private volatile Answer answer;

        @Override
        public ProofOutcome verify(PurchaseProof proof, BillingContext context) throws InterruptedException {
            return answer.to(proof, context);
        }

        @Override
        public NoticeReading interpret(ProviderNotice notice, BillingContext context) {
            return NoticeReading.of("1", "nothing", List.of());
        }

        @Override
        public ProofOutcome lookup(String purchaseId, BillingContext context) {
            return new ProofOutcome.Unknown("x");
        }
    }

    private static ProofOutcome sold(String product, String environment, Optional<String> to) {
        return new ProofOutcome.Verified(new PurchaseFact(
                "p1", environment, product, 2, to, 800, "USD", 0, Instant.parse("2026-01-01T00:00:00Z")));
    }

    private Code refused(ProofOutcome outcome) {
        shop.answer = (proof, context) -> outcome;
        Code code = assertThrows(Problem.class, () -> town.pipeline.purchases().redeem(account, "shop", "proof"))
                .code();
        assertEquals(300, town.house.available(account));
        return code;
    }

    @Test
    void aPurchaseGrantsItsProductOnce() {
        shop.answer = (proof, context) -> sold("com.example.pack100", "production", Optional.of(proof.accountId()));
        long lot = town.pipeline.purchases().redeem(account, "shop", "proof").id();
        assertEquals(
                lot, town.pipeline.purchases().redeem(account, "shop", "proof").id());
        assertEquals(500, town.house.available(account), "300 free and two packs of 100");
        town.house.verifyLedger();
        assertEquals(List.of("shop"), town.pipeline.purchases().providers());
    }

    @Test
    void everyOtherOutcomeGrantsNothingAndIsNamed() {
        assertEquals(Code.PURCHASE_PENDING, refused(new ProofOutcome.Pending(Duration.ofSeconds(3))));
        assertEquals(Code.PURCHASE_REJECTED, refused(new ProofOutcome.Rejected("forged", "no")));
        assertEquals(Code.PURCHASE_UNKNOWN, refused(new ProofOutcome.Unknown("store is down")));
        assertEquals(Code.PURCHASE_UNKNOWN, refused(null));
        assertEquals(Code.PRODUCT_UNKNOWN, refused(sold("other", "production", Optional.empty())));
        assertEquals(Code.PRODUCT_UNKNOWN, refused(sold("broken", "production", Optional.empty())));
        assertEquals(
                Code.PURCHASE_REJECTED, refused(sold("com.example.pack100", "production", Optional.of("acct_other"))));
        assertEquals(Code.PURCHASE_REJECTED, refused(sold("com.example.pack100", "sandbox", Optional.empty())));
        for (String proof : new String[] {null, "", "x".repeat(65_537)}) {
            assertThrows(Problem.class, () -> town.pipeline.purchases().redeem(account, "shop", proof));
        }
        assertEquals(
                Code.PROVIDER_NOT_FOUND,
                assertThrows(Problem.class, () -> town.pipeline.purchases().redeem(account, "no\nshop", "x"))
                        .code());
    }

    @Test
    void aProviderThatFailsOrHangsIsNotBelieved() {
        town.settings.put("billing_seconds", 1);
        shop.answer = (proof, context) -> {
            throw new IllegalStateException("x");
        };
        assertEquals(Code.PURCHASE_UNKNOWN, code());
        shop.answer = (proof, context) -> {
            new CountDownLatch(1).await();
            return null;
        };
        assertEquals(Code.PURCHASE_UNKNOWN, code());
    }

    private Code code() {
        return assertThrows(Problem.class, () -> town.pipeline.purchases().redeem(account, "shop", "p"))
                .code();
    }

    @Test
    void aProviderRemembersForItselfAndSeesItsOwnSecrets() {
        AtomicReference<String> seen = new AtomicReference<>();
        shop.answer = (proof, context) -> {
            context.write("cursor", "1");
            context.write("cursor", "2");
            seen.set(context.read("cursor").orElse("none")
                    + context.secret("key").orElse("none")
                    + context.secret("other").isPresent());
            assertThrows(IllegalArgumentException.class, () -> context.write("", "x"));
            return new ProofOutcome.Unknown("x");
        };
        assertEquals(Code.PURCHASE_UNKNOWN, code());
        assertEquals("2se,cret=1false", seen.get());
    }
}
