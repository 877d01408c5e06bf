package org.mutoscope.itests.share;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.api.revenue.Share;
import org.osgi.service.component.annotations.Component;

/** Sharing for tests: a tenth of each capture, and the pool by weight, rounded down. */
@Component(
        service = {CaptureShare.class, PeriodShare.class},
        property = CaptureShare.ID + "=tenth")
public final class TenthShare implements CaptureShare, PeriodShare {
    @Override
    public List<Share> split(CaptureFacts facts) {
        long tenth = facts.credits() / 10;
        return tenth == 0 ? List.of() : List.of(new Share("holder-test", tenth, "tenth"));
    }

    @Override
    public List<Share> allocate(PeriodFacts facts) {
        long total =
                facts.weights().values().stream().mapToLong(Long::longValue).sum();
        List<Share> shares = new ArrayList<>();
        for (Map.Entry<String, Long> claim : facts.weights().entrySet()) {
            long part = total == 0 ? 0 : Math.multiplyExact(facts.amount(), claim.getValue()) / total;
            if (part > 0) {
                shares.add(new Share(claim.getKey(), part, "weight"));
            }
        }
        return shares;
    }
}
