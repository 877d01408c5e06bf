package org.mutoscope.api.revenue;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Shares the income of a period (a pool, advertising, licences). Pure, integers only; the same rule on exactness as {@link CaptureShare}. */
@ConsumerType
public interface PeriodShare {
    /** Shares one pool of one period. */
    List<Share> allocate(PeriodFacts facts);
}
