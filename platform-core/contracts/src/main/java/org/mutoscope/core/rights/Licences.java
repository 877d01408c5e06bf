package org.mutoscope.core.rights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.api.licensing.LicenceFee;
import org.mutoscope.api.licensing.LicenceGrant;
import org.mutoscope.api.licensing.LicenceOffer;
import org.mutoscope.core.storage.Transaction;
import org.osgi.annotation.versioning.ProviderType;

/** The registry of rights as the road of a job sees it. Safe for use by several threads. */
@ProviderType
public interface Licences {
    /**
     * What there is for the subjects that were found in a request. An offer that is accepted counts as a grant already; nothing is stored.
     *
     * @param accountId who asks
     * @param subjects what was found; names that nobody has registered have neither grants nor offers
     * @param accepted ids of offers that the request accepts; those for other subjects are ignored
     * @throws org.mutoscope.core.problem.Problem {@code subject_off}, {@code subject_in_dispute}: nobody may use it now, whatever the policies say;
     *     {@code offer_not_found}, {@code licence_used_up}, {@code licence_revoked} for what is accepted
     */
    Found find(String accountId, Set<String> subjects, List<String> accepted);

    /**
     * The same for a job that was queued before: its own use counts neither for nor against it, and what it has accepted it holds.
     *
     * @throws org.mutoscope.core.problem.Problem {@code subject_off}, {@code subject_in_dispute}
     */
    default Found again(String accountId, Set<String> subjects, String jobId) {
        return find(accountId, subjects, List.of());
    }

    /**
     * Writes down what a job uses, in the transaction that queues it, one line for each registered subject at least: each use counts from here on, unless the job
     * fails or is cancelled. A grant whose terms have {@code obtainConsent=after} has its holder asked once the clip is there.
     *
     * @throws org.mutoscope.core.problem.Problem {@code licence_used_up}, {@code licence_revoked}, {@code subject_off}, {@code subject_in_dispute} if that is so by
     *     now; {@code licence_denied} if a fee is not the one that was agreed
     */
    void use(Transaction tx, Use use);

    /** Notes that the fees of a job were captured, in the transaction that did it. What they are worth to the holders is for {@code core.revenue.Shares}. */
    void earned(Transaction tx, String jobId);

    /**
     * What a clip shows that somebody has rights in, and what is made from it shows as well.
     *
     * @param accountId who wants to make something from it
     * @throws org.mutoscope.core.problem.Problem {@code nothing_from_it} if a licence of it says that nothing is made from it ({@code nextPolicy=none}); not for who
     *     holds the subject
     */
    default List<Shown> shown(String accountId, String jobId) {
        return List.of();
    }

    /** A subject in a clip. @param kind as in findings */
    record Shown(String subject, String kind) {}

    /** Why a job must not go on yet: holders who have not answered, or said no; empty when nobody's word is missing now. */
    Optional<String> waits(String jobId);

    /** Whether holders want to see the finished clip before it is released, and have not been asked. */
    boolean wantDraft(String jobId);

    /**
     * The finished clip is there and not released: its holders are asked now, and have the time for an answer from now on. Part of the transaction that keeps it.
     *
     * @return what the job waits for
     */
    String drafted(Transaction tx, String jobId);

    /** What there is. @param holders account of the holder by subject @param reserved subjects of which nothing is free, whatever policies think of what has no offer */
    record Found(
            List<LicenceGrant> grants, List<LicenceOffer> offers, Map<String, String> holders, Set<String> reserved) {
        /** Nothing. */
        public static final Found NOTHING = new Found(List.of(), List.of(), Map.of(), Set.of());

        /** Where nobody reserved anything. */
        public Found(List<LicenceGrant> grants, List<LicenceOffer> offers, Map<String, String> holders) {
            this(grants, offers, holders, Set.of());
        }

        /** Copies the collections. */
        public Found {
            grants = List.copyOf(grants);
            offers = List.copyOf(offers);
            holders = Map.copyOf(holders);
            reserved = Set.copyOf(reserved);
        }
    }

    /**
     * What a job uses.
     *
     * @param accountId who pays
     * @param grants ids of grants of {@link Found}; those of others are nobody's here and ignored
     * @param fees as the policies set them; held with the price
     * @param accepted ids of the offers that the request accepts
     * @param approvals accounts of holders who have to agree before it begins
     * @param subjects everything registered that was found in it; what no grant covers is a use as well, without one
     */
    record Use(
            String accountId,
            String jobId,
            Set<String> grants,
            List<LicenceFee> fees,
            List<String> accepted,
            Set<String> approvals,
            Set<String> subjects) {
        /** Copies the collections. */
        public Use {
            grants = Set.copyOf(grants);
            fees = List.copyOf(fees);
            accepted = List.copyOf(accepted);
            approvals = Set.copyOf(approvals);
            subjects = Set.copyOf(subjects);
        }
    }
}
