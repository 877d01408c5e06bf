package org.mutoscope.revenue.ads;

import java.util.List;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.api.revenue.Share;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** Shares what an advertisement on a clip paid, by the split of the clip. The rest is the platform's. */
@Component(
        configurationPid = AdsConfig.PID,
        property = {PeriodShare.ID + "=ads", PeriodShare.POOL + "=ads"})
@Designate(ocd = AdsConfig.class)
public final class AdsShare implements PeriodShare {
    private volatile long rate;

    /** Called by the component runtime. @throws IllegalArgumentException if the rate is not 0 to 1,000,000: the bundle then offers nothing, and the money waits */
    @Activate
    public AdsShare(AdsConfig config) {
        change(config);
    }

    /** Called by the component runtime. */
    @Modified
    public void change(AdsConfig config) {
        Allocator.part(0, config.rate_ppm());
        rate = config.rate_ppm();
    }

    @Override
    public List<Share> allocate(PeriodFacts facts) {
        long holders = Allocator.part(facts.amount(), rate);
        return Allocator.divide(holders, facts.weights(), facts.cause()).entrySet().stream()
                .map(part -> new Share(part.getKey(), part.getValue(), "advertising"))
                .toList();
    }
}
