package org.mutoscope.core.ledger;

import java.util.Objects;
import org.mutoscope.api.media.FrameSize;

/**
 * What an account gets beside what it buys. Plans are configuration; {@link Plans} knows which account is on which.
 *
 * @param id lower-case letters, digits and dashes, at most 40: {@code free}, {@code low-price}, {@code standard}, {@code education},
 *     {@code non-profit}
 * @param title name for people
 * @param dailyClips standard clips that the daily lot is worth, 0 to 100,000; on {@code free} the most, since the quota may be lower
 * @param monthlyCredits size of the PLAN lot of each period, 0 for none
 * @param running most jobs that run at once, 0 for the house's own bound
 * @param unfinished most jobs that may be queued or running, 0 for the queue's own bound
 * @param weight share of the backends while several plans wait for them, 1 to 1,000
 * @param largest size beyond which no clip can be asked for, compared by pixels; null for no bound
 * @param watermark whether clips carry a visible mark; kept with the job and shown
 * @param commercial whether clips may be used commercially; kept with the job and shown
 * @param verification kind of eligibility that must be verified ({@code education}, {@code non-profit}); empty for none
 */
public record Plan(
        String id,
        String title,
        int dailyClips,
        long monthlyCredits,
        int running,
        int unfinished,
        int weight,
        FrameSize largest,
        boolean watermark,
        boolean commercial,
        String verification) {
    /** The plan of every account that is on no other. */
    public static final String FREE = "free";

    /** Checks that there is an id and a title. */
    public Plan {
        Objects.requireNonNull(id);
        Objects.requireNonNull(title);
        Objects.requireNonNull(verification);
    }

    /** Whether a clip of this size may be asked for. */
    public boolean allows(FrameSize size) {
        return largest == null || pixels(size) <= pixels(largest);
    }

    private static long pixels(FrameSize size) {
        return (long) size.width() * size.height();
    }
}
