package org.mutoscope.api.revenue;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Shares what one clip earned, right after its credits were captured. Pure, integers only: the same facts give the same shares, in whatever order
 * captures are shown. The host checks that no share is negative, that the sum does not exceed what was earned and that holders are known; the rest
 * stays with the platform. If it throws, hangs or breaks the rule, the capture stands and the amount waits in suspense.
 */
@ConsumerType
public interface CaptureShare {
    /** Service property (String, required): stable name of the model. */
    String ID = "mutoscope.revenue.id";

    /** Service property (String, optional): what it pays, in one sentence for creators and holders; published by the API. Without it properties that end in {@code .ppm} are. */
    String RATE = "mutoscope.revenue.rate";

    /** Shares one capture. */
    List<Share> split(CaptureFacts facts);
}
