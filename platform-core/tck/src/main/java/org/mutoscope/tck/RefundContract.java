package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.billing.RefundAnswers;
import org.mutoscope.tck.StoreDouble.Trouble;

/** How a store is answered that asks before a refund, if the provider answers. */
interface RefundContract extends OnBench {
    /** Nothing used, something, all: each is told to the store. */
    @Test
    default void answerIsTold() throws Exception {
        for (int used : new int[] {0, 1, 50_000, 99_999, 100_000}) {
            int before = bench().store.requests();
            assertTrue(answer(used), "the store is well and was not told that " + used + " of 100,000 is used");
            assertTrue(
                    !bench().specimen.asksStore() || bench().store.requests() > before,
                    "it says that the store was told that " + used + " of 100,000 is used, and nothing was sent");
        }
    }

    /** After a crash the host answers once more: that is no failure, or it would never end. */
    @Test
    default void answerMayBeRepeated() throws Exception {
        assertTrue(answer(50_000), "the first answer");
        bench().context.advance(Duration.ofMinutes(5));
        assertTrue(answer(50_000), "the same answer again");
    }

    /** A store that cannot be told is told again: the answer says false, or throws. */
    @Test
    default void answerAdmitsFailure() throws Exception {
        String id = questioned();
        assumeTrue(bench().specimen.asksStore(), "not declared: it asks no store");
        bench().acquainted();
        for (Trouble trouble : new Trouble[] {Trouble.BUSY, Trouble.BROKEN}) {
            bench().store.trouble(trouble);
            int before = bench().store.requests();
            assertFalse(
                    said(id) && bench().store.requests() > before, "it says that a store was told that is " + trouble);
        }
    }

    /** A part below nothing or above all is never told to a store. */
    @Test
    default void nonsenseIsNotTold() throws Exception {
        String id = questioned();
        bench().acquainted();
        for (int nonsense : new int[] {-1, 100_001, Integer.MAX_VALUE}) {
            int before = bench().store.requests();
            try {
                Bench.call(() -> offered().answer(id, nonsense, bench().context));
            } catch (Exception e) {
                // so it may be: the host never asks this
            }
            assertEquals(before, bench().store.requests(), "requests to tell that " + nonsense + " of 100,000 is used");
        }
    }

    /** It ends within a second of being interrupted, and does not say that the store was told. */
    @Test
    default void interruptEndsTheAnswer() throws Exception {
        String id = questioned();
        assumeTrue(bench().specimen.asksStore(), "not declared: it asks no store");
        bench().acquainted();
        RefundAnswers answers = offered();
        List<Boolean> told = bench().interrupted(() -> answers.answer(id, 50_000, bench().context));
        assertFalse(told.contains(true), "an interrupted call says that the store was told");
    }

    private boolean answer(int used) throws Exception {
        String id = questioned();
        bench().acquainted();
        return Bench.call(() -> offered().answer(id, used, bench().context));
    }

    private boolean said(String id) throws Exception {
        try {
            return Bench.call(() -> offered().answer(id, 50_000, bench().context));
        } catch (Exception e) {
            return false;
        }
    }

    private RefundAnswers offered() {
        Optional<RefundAnswers> answers = bench().specimen.offers(RefundAnswers.class, bench().provider);
        assumeTrue(answers.isPresent(), "not declared: it offers no RefundAnswers");
        return answers.get();
    }

    private String questioned() {
        offered();
        Optional<String> questioned = bench().specimen.questionedPurchase();
        assumeTrue(questioned.isPresent(), "not declared: the specimen names no questioned purchase");
        return questioned.get();
    }
}
