package org.mutoscope.api.licensing;

import java.time.Instant;
import java.util.List;
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

    /** When the request was made. */
    Instant at();
}
