package org.mutoscope.api.licensing;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a policy decided. */
public sealed interface LicenceOutcome {
    /**
     * It may run.
     *
     * @param obligations duties that later stages fulfil, for example {@code attribution}; several policies join to the strictest
     * @param fees fees to pay for this use
     * @param grantIds grants used
     */
    record Allow(Map<String, String> obligations, List<LicenceFee> fees, List<String> grantIds)
            implements LicenceOutcome {
        /** Copies the collections. */
        public Allow {
            obligations = Map.copyOf(obligations);
            fees = List.copyOf(fees);
            grantIds = List.copyOf(grantIds);
        }

        /** Allows without conditions. */
        public static Allow freely() {
            return new Allow(Map.of(), List.of(), List.of());
        }
    }

    /**
     * It may run once one of these is accepted.
     *
     * @param offers what can be accepted
     */
    record NeedsLicence(List<LicenceOffer> offers) implements LicenceOutcome {
        /** Copies the list. */
        public NeedsLicence {
            offers = List.copyOf(offers);
        }
    }

    /**
     * It may run once these have agreed.
     *
     * @param who accounts of holders
     */
    record NeedsApproval(List<String> who) implements LicenceOutcome {
        /** Copies the list. */
        public NeedsApproval {
            who = List.copyOf(who);
        }
    }

    /**
     * It must not run.
     *
     * @param code short name in snake_case, becomes {@code error.code}
     * @param message for the creator: why, and what to do
     */
    record Deny(String code, String message) implements LicenceOutcome {
        /** Checks for null. */
        public Deny {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
        }
    }
}
