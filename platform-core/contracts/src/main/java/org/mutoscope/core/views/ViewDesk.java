package org.mutoscope.core.views;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.mutoscope.core.identity.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Counts as creators and holders see them, appeals against what was withheld, and what operators decide. Each decision is written to the audit. What is not the
 * caller's is answered as if it were not there. Safe for use by several threads.
 */
@ProviderType
public interface ViewDesk {
    /** How an appeal stands. */
    enum AppealState {
        OPEN,
        /** The views count. */
        ALLOWED,
        /** They stay withheld. */
        UPHELD
    }

    /**
     * Counts of videos that the caller made, or in which something is used that it holds; for operators and auditors of all. In ascending order of the
     * videos' ids.
     *
     * @param video one video, or null for all
     * @param after id of the last video known, or null
     * @param limit 1 to 1,000
     * @throws org.mutoscope.core.problem.Problem {@code video_not_found} for one that is not the caller's
     */
    List<Count> counts(Caller by, YearMonth month, String video, String after, int limit);

    /**
     * Asks that the views of a video on a day be looked at again.
     *
     * @throws org.mutoscope.core.problem.Problem {@code video_not_found}; {@code invalid_view} if nothing can be appealed against on that day, or there is an
     *     appeal that is not decided
     */
    Appeal appeal(Caller by, String video, LocalDate day, String text);

    /** The caller's appeals, the newest first; for operators and auditors of all. @param state null for any @param limit 1 to 1,000 */
    List<Appeal> appeals(Caller by, AppealState state, int limit);

    /** Decides about an appeal (operators). @throws org.mutoscope.core.problem.Problem {@code view_appeal_not_found}, {@code view_appeal_decided} */
    Appeal decide(Caller by, String appeal, boolean allow, String reason);

    /**
     * Withholds the views of a video on a day, or lets them count again (operators). Own views never count. Takes effect at once; after sealing by
     * corrections.
     *
     * @throws org.mutoscope.core.problem.Problem {@code video_not_found}; {@code views_gone} if what was taken down is deleted already
     */
    void rule(Caller by, String video, LocalDate day, boolean withhold, String reason);

    /**
     * Decides again about each view of a month, from what was taken down alone, and compares. Days that are not sealed are put right.
     *
     * @throws org.mutoscope.core.problem.Problem {@code views_gone} if what was taken down is deleted already
     */
    Recomputed recompute(Caller by, YearMonth month);

    /**
     * What was seen of a video.
     *
     * @param verdict {@code valid}, or in a word why not
     * @param withheld whether a guard or an operator withholds it, so that an appeal is possible
     * @param views how many
     * @param microViews weight
     */
    record Seen(String verdict, boolean withheld, long views, long microViews) {}

    /** Counts of a video in a month. */
    record Count(String video, List<Seen> seen) {
        /** Copies the list. */
        public Count {
            seen = List.copyOf(seen);
        }
    }

    /** An appeal. @param reason why it was decided so, or null */
    record Appeal(
            String id,
            String video,
            LocalDate day,
            String accountId,
            String text,
            AppealState state,
            String reason,
            Instant at) {}

    /** What came of a recomputation. @param differences sentences, at most 100; empty if all is as it was */
    record Recomputed(YearMonth month, long views, long microViews, List<String> differences) {
        /** Copies the list. */
        public Recomputed {
            differences = List.copyOf(differences);
        }
    }
}
