package org.mutoscope.api.revenue;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Shares what one clip earned, at the moment its credits are captured. Pure, integers only. The host checks that no share is negative
 * and that the sum does not exceed what was earned; the rest stays with the platform. If it throws or breaks the rule, the capture
 * stands and the amount waits in suspense.
 */
@ConsumerType
public interface CaptureShare {
    /** Service property (String, required): stable name of the model. */
    String ID = "mutoscope.revenue.id";

    /** Shares one capture. */
    List<Share> split(CaptureFacts facts);
}
