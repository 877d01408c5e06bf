package org.mutoscope.tck;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.Share;

/** A revenue model that does one thing wrong, or nothing: it gives each fee to its holder. */
final class BadShare implements CaptureShare {
    private static final AtomicInteger ASKED = new AtomicInteger();

    private final ShareFault fault;
    private final AtomicLong last = new AtomicLong();
    private final AtomicReference<Thread> first = new AtomicReference<>();

    BadShare(ShareFault fault) {
        this.fault = fault;
    }

    @Override
    public List<Share> split(CaptureFacts facts) {
        if (!facts.kind().equals(CaptureFacts.CLIP)) {
            return fault == ShareFault.unknownKindsAreLeftAlone && !facts.kind().equals(CaptureFacts.TIP)
                    ? List.of(new Share(Share.VIDEO, 1, "any"))
                    : List.of();
        }
        long before = last.getAndSet(facts.credits());
        // Callers of the other contracts come one after the other, each on a thread of its own: two of them meet only
        // in the one about that.
        if (fault == ShareFault.manyCallersAtOnce && !first.compareAndSet(null, Thread.currentThread())) {
            Thread there = first.get();
            if (there != Thread.currentThread() && there != null && there.isAlive()) {
                throw new IllegalStateException("one after another, please");
            }
            first.set(Thread.currentThread());
        }
        return facts.fees().stream()
                .map(fee -> share(facts, fee, before))
                .filter(share -> fault != ShareFault.sharedIsShared)
                .toList();
    }

    private Share share(CaptureFacts facts, org.mutoscope.api.licensing.LicenceFee fee, long before) {
        String reason =
                switch (fault) {
                    case sameCaptureSameShares -> "fee_" + ASKED.incrementAndGet();
                    case orderMakesNoDifference -> before > facts.credits()
                            ? "fee"
                            : before == 0 || before == facts.credits() ? "fee" : "more";
                    case sharesCanBeShown -> "Fee!";
                    default -> "fee";
                };
        String holder = fault == ShareFault.nobodyIsInvented ? "acct_cousin" : fee.holder();
        return new Share(
                holder,
                fault == ShareFault.neverMoreThanWasEarned ? fee.credits() + facts.credits() : fee.credits(),
                reason,
                fee.grantId());
    }
}
