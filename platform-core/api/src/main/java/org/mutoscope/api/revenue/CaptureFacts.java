package org.mutoscope.api.revenue;

import java.util.List;
import org.mutoscope.api.licensing.LicenceFee;
import org.osgi.annotation.versioning.ProviderType;

/** What a clip earned. */
@ProviderType
public interface CaptureFacts {
    /** Id of the job. */
    String jobId();

    /** Who paid. */
    String accountId();

    /** Credits captured, fees included, at least 1. */
    long credits();

    /** Part of {@link #credits()} that came from lots somebody paid money for. */
    long paidCredits();

    /** Fees that the licensing policies set. */
    List<LicenceFee> fees();
}
