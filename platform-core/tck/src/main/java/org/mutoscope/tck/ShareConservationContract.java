package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.Share;

/** What a revenue model does with what a clip or a gift earned. */
interface ShareConservationContract {
    /** Captures that are made up for each contract; the seed is in its messages. */
    int MADE_UP = 500;

    /** What the partner wrote. */
    ShareSpecimen on();

    /** What it should share is shared. */
    @Test
    default void sharedIsShared() throws Exception {
        assertFalse(on().shared().isEmpty(), "the specimen names something that is shared");
        for (CaptureFacts facts : on().shared()) {
            assertFalse(split(facts).isEmpty(), "shares of " + facts);
        }
    }

    /** The shares are never more than what was captured, however small or large that is and however many fees it has. */
    @Test
    default void neverMoreThanWasEarned() throws Exception {
        for (CaptureFacts facts : captures(1)) {
            long sum = 0;
            for (Share share : split(facts)) {
                sum = Math.addExact(sum, share.amount());
            }
            assertTrue(sum <= facts.credits(), "it shared " + sum + " of " + facts);
        }
    }

    /** The same capture has the same shares, also of a new model: it is pure, and asks neither the time nor what went before. */
    @Test
    default void sameCaptureSameShares() throws Exception {
        CaptureShare model = on().model();
        for (CaptureFacts facts : captures(2)) {
            List<Share> first = Bench.call(() -> model.split(facts));
            assertEquals(first, Bench.call(() -> model.split(facts)), "the shares when asked again");
            assertEquals(first, split(facts), "the shares of a new model");
        }
    }

    /** The order in which captures are shown changes nothing. */
    @Test
    default void orderMakesNoDifference() throws Exception {
        List<CaptureFacts> captures = captures(3);
        Map<CaptureFacts, List<Share>> before = each(on().model(), captures);
        Collections.reverse(captures);
        assertEquals(before, each(on().model(), captures), "the shares in another order");
    }

    /** Calls come from several threads at once. */
    @Test
    default void manyCallersAtOnce() throws Exception {
        CaptureShare model = on().model();
        List<CaptureFacts> captures = captures(4);
        Map<CaptureFacts, List<Share>> right = each(on().model(), captures);
        List<Bench.Running<Map<CaptureFacts, List<Share>>>> callers = new ArrayList<>();
        for (int n = 0; n < 16; n++) {
            callers.add(Bench.begin(() -> each(model, captures)));
        }
        for (Bench.Running<Map<CaptureFacts, List<Share>>> caller : callers) {
            assertEquals(right, Bench.result(caller, Bench.DEADLINE), "the shares for one of many callers");
        }
    }

    /** Holders are those of the fees, of the video ({@link Share#VIDEO}), or those the specimen names; never the payer for nothing. */
    @Test
    default void nobodyIsInvented() throws Exception {
        for (CaptureFacts facts : captures(5)) {
            Set<String> known = new HashSet<>(on().holders());
            known.add(Share.VIDEO);
            facts.fees().forEach(fee -> known.add(fee.holder()));
            for (Share share : split(facts)) {
                assertTrue(
                        known.contains(share.holder()), "a share for " + share.holder() + ", who is not of " + facts);
            }
        }
    }

    /** A reason is a word in snake_case and a cause one line: both stand in statements. */
    @Test
    default void sharesCanBeShown() throws Exception {
        for (CaptureFacts facts : captures(6)) {
            for (Share share : split(facts)) {
                assertTrue(share.reason().matches("[a-z][a-z0-9_]{0,39}"), "a reason is snake_case: " + share.reason());
                assertTrue(share.cause().matches("[ -~]{0,160}"), "a cause is one line: " + share.cause());
            }
        }
    }

    /** Of a kind of capture that it does not know it shares nothing. */
    @Test
    default void unknownKindsAreLeftAlone() throws Exception {
        for (CaptureFacts facts : on().shared()) {
            CaptureFacts strange = new AskedCapture(
                    "kind-of-the-year-3000",
                    facts.jobId(),
                    facts.accountId(),
                    facts.credits(),
                    facts.paidCredits(),
                    List.of());
            assertEquals(List.of(), split(strange), "shares of a capture of a kind that nobody knows");
        }
    }

    private List<Share> split(CaptureFacts facts) throws Exception {
        CaptureShare model = on().model();
        List<Share> shares = Bench.call(() -> model.split(facts));
        assertNotNull(shares, "the shares");
        return shares;
    }

    private static Map<CaptureFacts, List<Share>> each(CaptureShare model, List<CaptureFacts> captures) {
        Map<CaptureFacts, List<Share>> each = new HashMap<>();
        captures.forEach(facts -> each.put(facts, model.split(facts)));
        return each;
    }

    /** Those of the specimen, and many more: one credit and a billion, no fee and thirty. */
    private List<CaptureFacts> captures(long seed) {
        Random random = new Random(seed);
        List<CaptureFacts> captures = new ArrayList<>(on().shared());
        for (int n = 0; n < MADE_UP; n++) {
            long credits = 1 + random.nextLong(1L << (1 + random.nextInt(30)));
            if (random.nextInt(3) == 0) {
                captures.add(AskedCapture.tip("video_" + n, credits));
                continue;
            }
            List<LicenceFee> fees = new ArrayList<>();
            long left = credits;
            for (int fee = 0; fee < random.nextInt(31) && left > 0; fee++) {
                long part = 1 + random.nextLong(left);
                fees.add(new LicenceFee("acct_" + random.nextInt(9), "grant_" + n + "_" + fee, part));
                left -= part;
            }
            captures.add(AskedCapture.clip("video_" + n, credits, fees.toArray(LicenceFee[]::new)));
        }
        return captures;
    }
}
