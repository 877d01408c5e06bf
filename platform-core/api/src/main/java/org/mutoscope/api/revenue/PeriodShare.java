package org.mutoscope.api.revenue;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Shares the income of a period (a pool, advertising, licences). Pure, integers only; the same rule on exactness as {@link CaptureShare}. */
@ConsumerType
public interface PeriodShare {
    /** Service property (String, required): stable name of the model. */
    String ID = "mutoscope.revenue.id";

    /** Service property (String or String[], required): pools that it shares, such as {@code views}, {@code ads}, {@code licences}. */
    String POOL = "mutoscope.revenue.pool";

    /** Service property (String, optional): what it pays, in one sentence; published by the API. */
    String RATE = "mutoscope.revenue.rate";

    /** Shares one pool of one period. */
    List<Share> allocate(PeriodFacts facts);
}
