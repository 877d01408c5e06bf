package org.mutoscope.api.licensing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.mutoscope.api.guard.Finding;
import org.osgi.annotation.versioning.ProviderType;

/** What a policy decides on. */
@ProviderType
public interface LicenceQuery {
    /** Who asks. */
    String accountId();

    /** The prompt. Never log it. */
    String prompt();

    /** Id of the model that will render. */
    String model();

    /** What the clip is for, for example {@code personal} or {@code commercial}. */
    String purpose();

    /** What the guards found. */
    List<Finding> findings();

    /** Grants the account holds on the subjects found, valid at {@link #at()}. */
    List<LicenceGrant> grants();

    /** Offers that holders make for the subjects found. */
    List<LicenceOffer> offers();

    /** Subjects whose holder has said that nothing of them is free, also without an offer. Since 1.2. */
    default Set<String> reserved() {
        return Set.of();
    }

    /** Plan of the account; empty if not known. Since 1.2. */
    default String plan() {
        return "";
    }

    /** Countries where the clip will be shown, ISO 3166-1 alpha-2, as the request says; empty if it does not. Since 1.2. */
    default Set<String> territory() {
        return Set.of();
    }

    /** Seconds that were asked for; 0 if not known. Since 1.2. */
    default int seconds() {
        return 0;
    }

    /** Pixels of the shorter side of the picture that was asked for; 0 if not known. Since 1.2. */
    default int lines() {
        return 0;
    }

    /** When the request was made. */
    Instant at();
}
