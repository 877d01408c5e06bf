package org.mutoscope.revenue.fees;

import java.util.List;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.Share;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** Gives each licence fee to its holder, or the part of it that is set, in whole credits, rounded up: a fee of one credit is not nothing. */
@Component(configurationPid = FeesConfig.PID, property = CaptureShare.ID + "=fees")
@Designate(ocd = FeesConfig.class)
public final class FeesShare implements CaptureShare {
    private static final long WHOLE = 1_000_000;

    private volatile long ppm;

    /** Called by the component runtime. @throws IllegalArgumentException if the part is not 1 to 1,000,000: the bundle then offers nothing, and fees wait */
    @Activate
    public FeesShare(FeesConfig config) {
        change(config);
    }

    /** Called by the component runtime. */
    @Modified
    public void change(FeesConfig config) {
        if (config.holder_ppm() < 1 || config.holder_ppm() > WHOLE) {
            throw new IllegalArgumentException("holder.ppm is 1 to 1000000, not " + config.holder_ppm());
        }
        ppm = config.holder_ppm();
    }

    @Override
    public List<Share> split(CaptureFacts facts) {
        return facts.fees().stream().map(this::share).toList();
    }

    private Share share(LicenceFee fee) {
        long whole = fee.credits() / WHOLE * ppm;
        long rest = (fee.credits() % WHOLE * ppm + WHOLE - 1) / WHOLE;
        return new Share(fee.holder(), whole + rest, "licence_fee", fee.grantId());
    }
}
