package org.mutoscope.api.plans;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a provider found out.
 *
 * @param state never {@link EligibilityState#NONE}
 * @param reference the provider's own name of the case, for asking again; at most 200 characters, no personal data
 * @param validUntil when a verification ends; there if and only if it is verified
 * @param message for the person who asked: what is missing, what to do; at most 500 characters, may be empty
 */
public record EligibilityAnswer(
        EligibilityState state, String reference, Optional<Instant> validUntil, String message) {
    /** @throws IllegalArgumentException if the parts do not fit together */
    public EligibilityAnswer {
        Objects.requireNonNull(validUntil);
        if (state == EligibilityState.NONE || (state == EligibilityState.VERIFIED) != validUntil.isPresent()) {
            throw new IllegalArgumentException("an answer is not NONE, and has an end if and only if it is VERIFIED");
        }
        if (reference.length() > 200 || message.length() > 500) {
            throw new IllegalArgumentException("references have at most 200 characters, messages 500");
        }
    }

    /** It is so, until a moment. */
    public static EligibilityAnswer verified(String reference, Instant until) {
        return new EligibilityAnswer(EligibilityState.VERIFIED, reference, Optional.of(until), "");
    }

    /** Anything else than verified. */
    public static EligibilityAnswer of(EligibilityState state, String reference, String message) {
        return new EligibilityAnswer(state, reference, Optional.empty(), message);
    }
}
