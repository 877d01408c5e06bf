package org.mutoscope.revenue.tips;

import java.util.List;
import org.mutoscope.api.revenue.CaptureFacts;
import org.mutoscope.api.revenue.CaptureShare;
import org.mutoscope.api.revenue.Share;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** Gives a gift to those who hold the video, by its split, or the part of it that is set, in whole credits, rounded up. The rate is fixed and published. */
@Component(configurationPid = TipsConfig.PID, property = CaptureShare.ID + "=tips")
@Designate(ocd = TipsConfig.class)
public final class TipsShare implements CaptureShare {
    private static final long WHOLE = 1_000_000;

    private volatile long ppm;

    /** Called by the component runtime. @throws IllegalArgumentException if the part is not 1 to 1,000,000: the bundle then offers nothing, and gifts wait */
    @Activate
    public TipsShare(TipsConfig config) {
        change(config);
    }

    /** Called by the component runtime. */
    @Modified
    public void change(TipsConfig config) {
        if (config.holders_ppm() < 1 || config.holders_ppm() > WHOLE) {
            throw new IllegalArgumentException("holders.ppm is 1 to 1000000, not " + config.holders_ppm());
        }
        ppm = config.holders_ppm();
    }

    @Override
    public List<Share> split(CaptureFacts facts) {
        if (!facts.kind().equals(CaptureFacts.TIP)) {
            return List.of();
        }
        long whole = facts.credits() / WHOLE * ppm;
        long rest = (facts.credits() % WHOLE * ppm + WHOLE - 1) / WHOLE;
        return List.of(new Share(Share.VIDEO, whole + rest, "gift"));
    }
}
