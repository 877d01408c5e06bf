package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.ProofOutcome;
import org.mutoscope.tck.StoreDouble.Trouble;

/** What the present state of a purchase may be when the store is well, and when it is not. */
interface LookupContract extends OnBench {
    /** A lookup agrees with the proof about the same purchase. */
    @Test
    default void lookupAgreesWithTheProof() throws Exception {
        String proved =
                Outcomes.fact(bench().verify(bench().specimen.goodProof())).purchaseId();
        assertEquals(proved, Outcomes.fact(bench().lookup(proved)).purchaseId(), "purchase id of the lookup");
    }

    /** A purchase nobody made is no purchase. */
    @Test
    default void lookupOfNothingFindsNothing() throws Exception {
        ProofOutcome outcome = bench().lookup("no-such-purchase-of-the-kit");
        assertTrue(
                outcome instanceof ProofOutcome.Rejected || outcome instanceof ProofOutcome.Unknown,
                "a purchase that was never made: " + outcome);
    }

    /** 404 is no purchase: rejected or unknown, never good. */
    @Test
    default void missingIsNeverGood() throws Exception {
        ProofOutcome outcome = lookup(Trouble.MISSING);
        assertTrue(
                outcome instanceof ProofOutcome.Rejected || outcome instanceof ProofOutcome.Unknown,
                "after 404: " + outcome);
    }

    /** 429 says nothing about the purchase. */
    @Test
    default void busyStoreIsUnknown() throws Exception {
        assertInstanceOf(ProofOutcome.Unknown.class, lookup(Trouble.BUSY), "after 429");
    }

    /** 5xx says nothing about the purchase. */
    @Test
    default void brokenStoreIsUnknown() throws Exception {
        assertInstanceOf(ProofOutcome.Unknown.class, lookup(Trouble.BROKEN), "after 503");
    }

    /** Garbage, nothing, and half an answer say nothing about the purchase. */
    @Test
    default void garbageIsUnknown() throws Exception {
        for (Trouble trouble : new Trouble[] {Trouble.GARBAGE, Trouble.EMPTY, Trouble.CUT}) {
            assertInstanceOf(ProofOutcome.Unknown.class, lookup(trouble), "after " + trouble);
        }
    }

    /** A store that is not there says nothing about the purchase. */
    @Test
    default void unreachableStoreIsUnknown() throws Exception {
        declared();
        bench().acquainted().store.close();
        assertInstanceOf(
                ProofOutcome.Unknown.class,
                bench().lookup(bench().specimen.goodFact().purchaseId()),
                "connection refused");
    }

    /** A call that waits for a silent store ends within a second of being interrupted, and claims nothing. */
    @Test
    default void interruptEndsTheCall() throws Exception {
        declared();
        String id = bench().acquainted().specimen.goodFact().purchaseId();
        List<ProofOutcome> claims = bench().interrupted(() -> bench().provider.lookup(id, bench().context));
        assertTrue(claims.stream().noneMatch(Outcomes::sure), "an interrupted call claims to know: " + claims);
    }

    /** A store that cannot be told is told again: settled says false, so that the host repeats it. */
    @Test
    default void settledAdmitsFailure() throws Exception {
        bench().acquainted().store.trouble(Trouble.BROKEN);
        int before = bench().store.requests();
        boolean settled =
                Bench.call(() -> bench().provider.settled(bench().specimen.goodFact(), bench().context));
        assertFalse(settled && bench().store.requests() > before, "the store answered 503 and settled said true");
    }

    private ProofOutcome lookup(Trouble trouble) throws Exception {
        declared();
        bench().store.trouble(Trouble.NONE);
        bench().acquainted().store.trouble(trouble);
        int before = bench().store.requests();
        ProofOutcome outcome = bench().lookup(bench().specimen.goodFact().purchaseId());
        assertTrue(bench().store.requests() > before, "the specimen says that the store is asked, and it was not");
        return outcome;
    }

    private void declared() {
        assumeTrue(bench().specimen.asksStore(), "not declared: it asks no store");
    }
}
