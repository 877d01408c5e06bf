package org.mutoscope.billing.appstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.paper.OldReceipts;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.paper.Troubles;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentProof;

/** Receipts of the time before StoreKit 2, with and without their reader. */
@Timeout(300)
class ReceiptsTest {
    private static final String BUYER = "0f8fad5b-d9cb-469f-a165-70867728950e";

    @TempDir
    Path folder;

    private final PaperStore store = new PaperStore(ConfigOf.APP, 0);

    @AfterEach
    void close() {
        store.close();
    }

    private String sold(String token) {
        return store.shop().buy(Order.of(Product.pack("pack100", 4000), token));
    }

    private ProofOutcome verify(String id, List<Function<String, String>> readers) throws Exception {
        String receipt = OldReceipts.ofApp(List.of(id));
        return ConfigOf.provider(ConfigOf.trusting(store, store.chain(), folder), readers)
                .verify(new SentProof("acct_test", receipt), new LentContext());
    }

    private static String code(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.Rejected.class, outcome).code();
    }

    @Test
    void withoutAReaderItIsNamed() throws Exception {
        assertEquals("legacy_receipt", code(verify(sold(BUYER), List.of())));
    }

    @Test
    void itsPurchaseIsTheFactOfTheSignedTransaction() throws Exception {
        String id = sold(BUYER);
        PurchaseFact old = assertInstanceOf(ProofOutcome.Verified.class, verify(id, List.of(receipt -> id)))
                .fact();
        AppStoreProvider provider = ConfigOf.provider(store, folder);
        PurchaseFact now = assertInstanceOf(
                        ProofOutcome.Verified.class,
                        provider.verify(new SentProof("acct_test", store.shop().signed(id)), new LentContext()))
                .fact();
        assertEquals(
                now.purchaseId() + now.productId() + now.accountId(),
                old.purchaseId() + old.productId() + old.accountId());
        assertEquals(Optional.of(BUYER), old.accountId());
    }

    @Test
    void aRefundedOneIsRefunded() throws Exception {
        String id = sold(BUYER);
        store.shop().refund(id, Optional.empty());
        ProofOutcome outcome = verify(id, List.of(receipt -> id));
        assertEquals(
                100_000,
                assertInstanceOf(ProofOutcome.Verified.class, outcome).fact().revokedPer100000());
    }

    @Test
    void onePurchaseThatNamesNobodyIsNotGivenToWhoeverClaimsIt() throws Exception {
        String id = sold(null);
        assertEquals("receipt_unbound", code(verify(id, List.of(receipt -> id))));
    }

    @Test
    void aReaderIsNotBelieved() throws Exception {
        assertEquals("not_found", code(verify("1", List.of(receipt -> "404"))));
        assertEquals("malformed", code(verify("1", List.of(receipt -> null))));
        assertEquals("malformed", code(verify("1", List.of(receipt -> "../../inApps/v1"))));
        assertEquals("malformed", code(verify("1", List.of(receipt -> {
            throw new IllegalArgumentException("no");
        }))));
    }

    @Test
    void aStoreThatIsDownIsUnknown() throws Exception {
        String id = sold(BUYER);
        store.troubles().set(Troubles.Kind.DOWN);
        assertInstanceOf(ProofOutcome.Unknown.class, verify(id, List.of(receipt -> id)));
    }
}
