package org.mutoscope.api.guard;

import org.osgi.annotation.versioning.ProviderType;

/** A text to look at. */
@ProviderType
public interface Screening {
    /** Who asks. */
    String accountId();

    /** The text, 1 to 32,000 characters. */
    String text();

    /** What the text is: {@code prompt}, {@code title}, {@code storyboard}, {@code script}. */
    String purpose();
}
