package org.mutoscope.api.licensing;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides whether a request may run, and on which terms. Pure: no input or output, same answer for the same query, under 50 ms. The
 * host looks up grants and offers beforehand. All installed policies are asked and the strictest answer counts: Deny, then
 * NeedsLicence, then NeedsApproval, then Allow with all obligations and fees together. A policy that throws or is late denies.
 */
@ConsumerType
public interface LicensingPolicy {
    /** Service property (String, required): stable name of the policy, lower-case letters, digits and dashes, at most 40. Of several versions of one policy only the newest is asked. */
    String ID = "mutoscope.licensing.id";

    /** Decides. */
    LicenceOutcome evaluate(LicenceQuery query);
}
