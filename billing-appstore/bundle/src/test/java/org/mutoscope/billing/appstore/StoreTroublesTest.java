package org.mutoscope.billing.appstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.api.billing.PurchaseFact;
import org.mutoscope.paper.Jws;
import org.mutoscope.paper.Order;
import org.mutoscope.paper.PaperStore;
import org.mutoscope.paper.Product;
import org.mutoscope.paper.Troubles.Kind;
import org.mutoscope.tck.LentContext;
import org.mutoscope.tck.SentProof;

/** Apple's server not found, busy, broken, slow, or talking nonsense: nothing is ever concluded from it. */
@Timeout(600)
class StoreTroublesTest {
    @TempDir
    Path folder;

    private PaperStore store;
    private AppStoreProvider provider;
    private String pack;
    private String plan;

    @BeforeEach
    void open() throws Exception {
        store = new PaperStore(ConfigOf.APP, 0);
        Map<String, Object> values = ConfigOf.trusting(store, store.chain(), folder);
        values.put("request_seconds", 2);
        provider = ConfigOf.provider(values);
        pack = store.shop().buy(Order.of(Product.pack("pack100", 4000), null));
        plan = store.shop().buy(Order.of(Product.plan("plan", 4000), null));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String old() {
        Map<String, Object> payload = store.shop().transaction(pack);
        payload.put("signedDate", (Long) payload.get("signedDate") - 3_600_000L);
        return Jws.signed(store.chain(), payload);
    }

    private static PurchaseFact fact(ProofOutcome outcome) {
        return assertInstanceOf(ProofOutcome.Verified.class, outcome).fact();
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void nothingIsConcluded(Kind trouble) throws Exception {
        PurchaseFact fact = fact(provider.lookup(pack, new LentContext()));
        store.troubles().set(trouble);
        assertInstanceOf(ProofOutcome.Unknown.class, provider.lookup(pack, new LentContext()));
        assertInstanceOf(
                ProofOutcome.Unknown.class, provider.verify(new SentProof("acct_test", old()), new LentContext()));
        boolean deaf = trouble != Kind.GARBAGE && trouble != Kind.EMPTY && trouble != Kind.OTHER_JSON;
        if (deaf) { // to a 200 that nobody reads, being told is enough
            assertFalse(provider.settled(fact, new LentContext()));
            assertFalse(provider.answer(pack, 50_000, new LentContext()));
        }
        assertThrows(StoreSilent.class, () -> provider.changes(Instant.EPOCH, Optional.empty(), new LentContext()));
        assertThrows(StoreSilent.class, () -> provider.periods(plan, new LentContext()));

        store.troubles().set(Kind.NONE);
        assertEquals(pack, fact(provider.lookup(pack, new LentContext())).purchaseId());
        assertTrue(provider.settled(fact, new LentContext()));
        assertFalse(provider.changes(Instant.EPOCH, Optional.empty(), new LentContext())
                .changes()
                .isEmpty());
    }

    @Test
    void aWrongKeyIsSaidToBeWrong() throws Exception {
        Map<String, Object> values = ConfigOf.trusting(store, store.chain(), folder);
        values.put("key_id", "OTHER");
        ProofOutcome outcome = ConfigOf.provider(values).lookup(pack, new LentContext());
        String reason = assertInstanceOf(ProofOutcome.Unknown.class, outcome).reason();
        assertTrue(reason.contains("key.id"), reason);
    }

    @Test
    void toldAboutWhatAppleDoesNotKnowIsToldOnce() throws Exception {
        PurchaseFact fact = fact(provider.lookup(pack, new LentContext()));
        PurchaseFact other =
                new PurchaseFact("1", "production", "pack100", 1, fact.accountId(), 400, "USD", 0, fact.signedAt());
        assertTrue(provider.settled(other, new LentContext()));
        assertTrue(provider.answer("1", 0, new LentContext()));
        assertThrows(IllegalArgumentException.class, () -> provider.answer(pack, 100_001, new LentContext()));
        assertThrows(IllegalArgumentException.class, () -> provider.answer("../x", 1, new LentContext()));
        assertEquals(List.of(), provider.periods("1", new LentContext()));
        assertEquals(List.of(), provider.periods("../x", new LentContext()));
    }

    @Test
    void aCallThatTheHostGivesUpEnds() throws Exception {
        store.troubles().set(Kind.SLOW);
        Map<String, Object> values = ConfigOf.trusting(store, store.chain(), folder);
        values.put("request_seconds", 60);
        AppStoreProvider patient = ConfigOf.provider(values);
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread call = new Thread(() -> {
            try {
                end.complete(patient.lookup(pack, new LentContext()).toString());
            } catch (InterruptedException e) {
                end.complete("interrupted");
            }
        });
        int before = store.requests();
        call.start();
        while (store.requests() == before && call.isAlive()) {
            LockSupport.parkNanos(5_000_000);
        }
        call.interrupt();
        assertEquals("interrupted", end.get(60, TimeUnit.SECONDS));
    }
}
