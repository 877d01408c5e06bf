package org.mutoscope.core.views;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What counted in a month, for whoever shares money by it. Months are of UTC; a view belongs to the month in which it began. Weights are whole numbers of
 * micro-views. A month changes until it is {@link State#SEALED}, never afterwards: what is found out later are {@link #corrections}. Safe for use by
 * several threads.
 */
@ProviderType
public interface Views {
    /** Micro-views of one view that counts in full. */
    long VIEW = 1_000_000;

    /** How far a month is. */
    enum State {
        /** It is not over. */
        OPEN,
        /** It is over, and its counts can still change. */
        PROVISIONAL,
        /** Its counts are final. */
        SEALED
    }

    /** How a month stands. A month without a view has zeros, and is sealed when its time has come like any other. */
    Month month(YearMonth month);

    /**
     * Gives the weight of each video that has one, in ascending order of the job's id, each once, on the calling thread. Read in pieces: of a month that is not
     * sealed, what changes meanwhile may be seen in part.
     *
     * @param to is given each; what it throws ends the reading and reaches the caller
     */
    void weights(YearMonth month, Consumer<Weight> to);

    /**
     * Gives the same weights by who watched: each account and video once, in ascending order of account, then job. Views of visitors without an account,
     * and of accounts that were deleted since, are not in it; they are in {@link #weights}.
     *
     * @param to is given each; what it throws ends the reading and reaches the caller
     */
    void payers(YearMonth month, Consumer<PayerWeight> to);

    /**
     * Changes of sealed months, in the order in which they were made.
     *
     * @param after {@link Correction#seq} of the last one known; 0 for all
     * @param limit 1 to 10,000
     */
    List<Correction> corrections(long after, int limit);

    /**
     * A month.
     *
     * @param valid views that count
     * @param withheld views that would count and were withheld by the guard or an operator
     * @param invalid views that do not count by the rules
     * @param microViews sum of all weights
     */
    record Month(YearMonth month, State state, long valid, long withheld, long invalid, long microViews) {}

    /** What counted for a video. @param jobId the video @param microViews above 0 */
    record Weight(String jobId, long microViews) {}

    /** What counted for a video by one signed-in viewer. @param account who watched @param microViews above 0 */
    record PayerWeight(String account, String jobId, long microViews) {}

    /**
     * A change of a month that was sealed.
     *
     * @param seq ascends
     * @param month which it corrects
     * @param account who watched; null for a visitor without an account
     * @param microViews what is added, or below 0 taken away; never 0
     * @param reason a sentence
     */
    record Correction(
            long seq, YearMonth month, String jobId, String account, long microViews, String reason, Instant at) {}
}
