package org.mutoscope.core.revenue;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The months of outside income and of the pool by views. Safe for use by several threads.
 *
 * <pre>
 * month  OPEN -close-> CLOSING -all is shared-> CLOSED
 * run    OPEN -model answers-> ALLOCATED -all lines are booked-> SHARED    OPEN -nobody has a claim-> CARRIED    OPEN -model absent or wrong-> SUSPENDED -> ALLOCATED
 * </pre>
 */
@ProviderType
public interface Periods {
    /**
     * Shares what a month earned (operators). What a crash has left half done is taken up; a month that is closed stays as it is, and what waits in
     * suspense is tried again.
     *
     * @param provisional whether counts of views are taken that can still change
     * @throws org.mutoscope.core.problem.Problem {@code period_not_closable} for this month or a later one, or if an earlier one that earned something
     *     is open; {@code period_provisional} while counts of views can change; {@code storage_unavailable}
     */
    Month close(Caller by, YearMonth month, boolean provisional);

    /** Months that were closed or are closing, the newest first (operators, auditors). @param limit 1 to 1,000 */
    List<Month> months(Caller by, int limit);

    /** What of a month was shared, by pool (operators, auditors). */
    List<Run> runs(Caller by, YearMonth month);

    /** A month. @param state {@code open}, {@code closing} or {@code closed} @param suspended runs that wait for a model */
    record Month(String period, String state, boolean provisional, int suspended, Instant closedAt) {}

    /**
     * Money of a month that was shared at once.
     *
     * @param pool {@code views}, {@code ads} or {@code licences}
     * @param cause what it came from; empty for a pool
     * @param micros to share, with what was brought forward
     * @param shared what holders have of it
     * @param by model, {@code bundle@version}; null before it answered
     * @param state as of the table above, in small letters
     * @param reason why it waits, or null
     */
    record Run(
            long id,
            String pool,
            String currency,
            String cause,
            long micros,
            long shared,
            String by,
            String state,
            String reason) {}
}
