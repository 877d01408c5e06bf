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
     * Writes down what a job uses, in the transaction that queues it: each use counts from here on, unless the job fails or is cancelled.
     *
     * @throws org.mutoscope.core.problem.Problem {@code licence_used_up}, {@code licence_revoked}, {@code subject_off}, {@code subject_in_dispute} if that is so by
     *     now; {@code licence_denied} if a fee is not the one that was agreed
     */
    void use(Transaction tx, Use use);

    /** Notes that the fees of a job were captured, in the transaction that did it. What they are worth to the holders is for {@code core.revenue.Shares}. */
    void earned(Transaction tx, String jobId);

    /** Why a job must not begin yet: holders who have not answered; empty when all have agreed. */
    Optional<String> waits(String jobId);

    /** What there is. @param holders account of the holder by subject */
    record Found(List<LicenceGrant> grants, List<LicenceOffer> offers, Map<String, String> holders) {
        /** Nothing. */
        public static final Found NOTHING = new Found(List.of(), List.of(), Map.of());

        /** Copies the collections. */
        public Found {
            grants = List.copyOf(grants);
            offers = List.copyOf(offers);
            holders = Map.copyOf(holders);
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
     */
    record Use(
            String accountId,
            String jobId,
            Set<String> grants,
            List<LicenceFee> fees,
            List<String> accepted,
            Set<String> approvals) {
        /** Copies the collections. */
        public Use {
            grants = Set.copyOf(grants);
            fees = List.copyOf(fees);
            accepted = List.copyOf(accepted);
            approvals = Set.copyOf(approvals);
        }
    }
}
