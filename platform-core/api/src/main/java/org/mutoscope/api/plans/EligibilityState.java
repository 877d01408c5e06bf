package org.mutoscope.api.plans;

/**
 * Where the verification of one account for one kind of plan stands.
 *
 * <pre>
 * NONE -claim-> PENDING -> VERIFIED -its time is over-> NONE
 *                       -> REFUSED -another claim-> PENDING
 *                       -> UNKNOWN -asked again-> any of these
 * </pre>
 */
public enum EligibilityState {
    /** Nothing was claimed, or it is over. */
    NONE,
    /** Somebody has to look at it; the provider is asked again. */
    PENDING,
    /** It is so, until the moment that the provider named. */
    VERIFIED,
    /** It is not so. */
    REFUSED,
    /** It cannot be said now; the provider is asked again. */
    UNKNOWN
}
