package org.mutoscope.api.revenue;

import java.util.List;
import org.mutoscope.api.licensing.LicenceFee;
import org.osgi.annotation.versioning.ProviderType;

/** What a clip earned. */
@ProviderType
public interface CaptureFacts {
    /** A clip was made. */
    String CLIP = "clip";

    /** Somebody gave credits to those who made a clip. */
    String TIP = "tip";

    /** What was captured: {@link #CLIP} or {@link #TIP}; there may be more kinds one day, and a model shares nothing of those it does not know. */
    default String kind() {
        return CLIP;
    }

    /** Id of the job; of a tip the job whose clip it is for. */
    String jobId();

    /** Who paid. */
    String accountId();

    /** Credits captured, fees included, at least 1. */
    long credits();

    /** Part of {@link #credits()} that came from lots somebody paid money for. */
    long paidCredits();

    /** Fees that the licensing policies set; none for a tip. */
    List<LicenceFee> fees();
}
