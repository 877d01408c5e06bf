package org.mutoscope.api.plans;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Verifies that somebody is what a plan is for. It only says what it found out; the host alone decides about plans, and never takes one away
 * in the middle of a period. Must be safe for use by several threads. The host sets a deadline for every call and interrupts.
 */
@ConsumerType
public interface EligibilityProvider {
    /** Service property (String, required): stable name, lower-case letters, digits and dashes, at most 40. Equal in all versions. */
    String ID = "mutoscope.eligibility.id";

    /** Kinds of eligibility that it can look into. Cheap. */
    Set<String> kinds();

    /** Looks into a claim, or begins to. What cannot be established is {@link EligibilityState#UNKNOWN}, never a guess. */
    EligibilityAnswer claim(EligibilityClaim claim) throws InterruptedException;

    /** Says how a case stands that was pending or unknown. Called from time to time. @param reference from the answer to the claim */
    EligibilityAnswer ask(String kind, String reference) throws InterruptedException;
}
