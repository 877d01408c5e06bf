package org.mutoscope.core.revenue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Earnings as holders, givers and operators see them. A holder sees its own; operators see all. Safe for use by several threads.
 *
 * <pre>
 * line  ON_HOLD -hold.days, no dispute-> PAYABLE -payout-> PAID    REVERSED: taken back whole before it was paid
 * </pre>
 */
@ProviderType
public interface Revenue {
    /** Where a line stands. */
    enum State {
        /** The payer may still get it back. */
        ON_HOLD,
        /** Can be paid out. */
        PAYABLE,
        /** Was paid out. */
        PAID,
        /** Taken back whole before it was paid. */
        REVERSED
    }

    /** What a line is from. */
    enum Stream {
        FEE,
        TIP,
        POOL,
        AD,
        LICENCE,
        ADJUSTMENT
    }

    /** What the caller has, by currency. */
    List<Balance> balances(Caller by);

    /** Lines of the caller, for operators of all, the newest first. @param before {@link Line#seq()} to go on from, {@code Long.MAX_VALUE} for the newest @param limit 1 to 1,000 */
    List<Line> lines(Caller by, long before, int limit);

    /** How the income of a video is divided, as it stands; empty if it has none. @throws org.mutoscope.core.problem.Problem {@code video_not_found} if it is not the caller's and no part of it is */
    List<Part> split(Caller by, String jobId);

    /** What waits in suspense and why, the oldest first (operators). @param limit 1 to 1,000 */
    List<Suspended> suspense(Caller by, int limit);

    /** Tries all in suspense again at once (operators). @return how many there were */
    int retry(Caller by);

    /** What the installed models pay, in their words. */
    List<Rate> rates();

    /**
     * Gives bought credits to those who hold a video. Nothing comes back.
     *
     * @param key idempotency key, at most 120 characters: the same gift again is the same gift
     * @param credits 1 to {@link #MOST_TIP}
     * @throws org.mutoscope.core.problem.Problem {@code invalid_tip}, {@code tip_to_oneself}, {@code video_not_found}, {@code insufficient_quota}, {@code idempotency_conflict}
     */
    Tip tip(Caller by, String jobId, String key, long credits);

    /** Most credits of one gift. */
    long MOST_TIP = 100_000;

    /** What a holder has in one currency, in micros. @param paid what was paid out so far */
    record Balance(String holder, String currency, long onHold, long payable, long paid) {}

    /** A part of the income of a video. @param ppm millionths; all parts of a video make 1,000,000 @param why {@code creator}, {@code subject} or {@code parent} */
    record Part(String holder, long ppm, String why) {}

    /** What waits. @param reason null while it has not been tried @param micros what is set aside, may be 0 */
    record Suspended(String cause, String currency, long micros, String reason, int attempts, Instant since) {}

    /** A model. @param by bundle and version @param pools pools that it shares; empty for one that shares captures @param rate in its words, may be empty */
    record Rate(String id, String by, List<String> pools, String rate) {}

    /** A gift. @param state {@code given}, or {@code shared} when it has been divided */
    record Tip(String id, String jobId, long credits, Instant at, String state) {}

    /**
     * Something earned, or taken back.
     *
     * @param seq number of the line, ascending
     * @param period UTC month, {@code 2026-11}
     * @param jobId video, or null
     * @param subjectId what was used, or null
     * @param cause grant, tip, line of an import, run of a pool
     * @param micros not 0; negative where something is taken back
     * @param facts {@code units, weight, pool_total, rate, budget, lot_id}, as far as they are there
     * @param corrects line that it takes back or restores, or null
     * @param by model, {@code bundle@version}
     * @param releaseAt when it can be paid out at the earliest
     * @param payoutId or null
     */
    record Line(
            String id,
            long seq,
            String period,
            Stream stream,
            String holder,
            String jobId,
            String subjectId,
            String cause,
            String currency,
            long micros,
            Map<String, String> facts,
            String corrects,
            String by,
            Instant at,
            Instant releaseAt,
            State state,
            String payoutId) {
        /** Copies the map. */
        public Line {
            facts = Map.copyOf(facts);
        }
    }
}
