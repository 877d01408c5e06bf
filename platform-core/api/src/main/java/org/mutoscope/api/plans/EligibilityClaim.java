package org.mutoscope.api.plans;

import org.osgi.annotation.versioning.ProviderType;

/** What an account says of itself. */
@ProviderType
public interface EligibilityClaim {
    /** The account. */
    String accountId();

    /** Kind of eligibility: {@code education}, {@code non-profit}, or another that a plan asks for. */
    String kind();

    /** What the provider needs to look into it (a code, a mail address, the token of a sign-on), 1 to 4,096 characters. Never log it. */
    String proof();
}
