package org.mutoscope.itests.words;

import java.util.List;
import java.util.Map;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.osgi.service.component.annotations.Component;

/** Licensing for tests: denies prompts that say {@code forbidden} and leaves an obligation on the rest. */
@Component(property = LicensingPolicy.ID + "=words")
public final class WordPolicy implements LicensingPolicy {
    @Override
    public LicenceOutcome evaluate(LicenceQuery query) {
        if (query.prompt().contains("forbidden")) {
            return new LicenceOutcome.Deny(
                    "word_forbidden", "The prompt says a word that the test policy forbids; leave it out.");
        }
        return new LicenceOutcome.Allow(Map.of("attribution", "none"), List.of(), List.of());
    }
}
