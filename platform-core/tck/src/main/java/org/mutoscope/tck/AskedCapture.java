package org.mutoscope.tck;

import java.util.List;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.revenue.CaptureFacts;

/**
 * A capture, as the host shows it to a revenue model. Immutable.
 *
 * @param kind {@link CaptureFacts#CLIP}, {@link CaptureFacts#TIP}, or one that a model does not know
 * @param jobId whose it is
 * @param accountId who paid
 * @param credits captured, at least 1
 * @param paidCredits part of them that somebody paid for
 * @param fees part of the credits
 */
public record AskedCapture(
        String kind, String jobId, String accountId, long credits, long paidCredits, List<LicenceFee> fees)
        implements CaptureFacts {
    /** Copies the list. */
    public AskedCapture {
        fees = List.copyOf(fees);
    }

    /** A clip that was paid with bought credits. */
    public static AskedCapture clip(String jobId, long credits, LicenceFee... fees) {
        return new AskedCapture(CLIP, jobId, "acct_payer", credits, credits, List.of(fees));
    }

    /** A gift. */
    public static AskedCapture tip(String jobId, long credits) {
        return new AskedCapture(TIP, jobId, "acct_payer", credits, credits, List.of());
    }
}
