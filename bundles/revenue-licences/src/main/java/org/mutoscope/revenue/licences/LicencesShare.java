package org.mutoscope.revenue.licences;

import java.util.List;
import org.mutoscope.api.revenue.Allocator;
import org.mutoscope.api.revenue.PeriodFacts;
import org.mutoscope.api.revenue.PeriodShare;
import org.mutoscope.api.revenue.Share;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** Shares what was paid for a commercial licence, by the parts that its contract names. The rest is the platform's. */
@Component(
        configurationPid = LicencesConfig.PID,
        property = {PeriodShare.ID + "=licences", PeriodShare.POOL + "=licences"})
@Designate(ocd = LicencesConfig.class)
public final class LicencesShare implements PeriodShare {
    private volatile long rate;

    /** Called by the component runtime. @throws IllegalArgumentException if the rate is not 0 to 1,000,000: the bundle then offers nothing, and the money waits */
    @Activate
    public LicencesShare(LicencesConfig config) {
        change(config);
    }

    /** Called by the component runtime. */
    @Modified
    public void change(LicencesConfig config) {
        Allocator.part(0, config.rate_ppm());
        rate = config.rate_ppm();
    }

    @Override
    public List<Share> allocate(PeriodFacts facts) {
        long holders = Allocator.part(facts.amount(), rate);
        return Allocator.divide(holders, facts.weights(), facts.cause()).entrySet().stream()
                .map(part -> new Share(part.getKey(), part.getValue(), "licence"))
                .toList();
    }
}
