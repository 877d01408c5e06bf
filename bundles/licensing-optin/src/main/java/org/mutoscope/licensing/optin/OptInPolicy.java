package org.mutoscope.licensing.optin;

import java.util.List;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicenceRules;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.osgi.service.component.annotations.Component;

/**
 * No unless granted: whatever is found needs a grant that covers the use. What nobody has registered, a name that a guard knows by itself, has none. An operator's
 * other choice has the same name and a higher ranking, and is asked in the place of this one while it is installed.
 */
@Component(property = LicensingPolicy.ID + "=registered")
public final class OptInPolicy implements LicensingPolicy {
    @Override
    public LicenceOutcome evaluate(LicenceQuery query) {
        List<LicenceOutcome> each = LicenceRules.found(query).stream()
                .map(finding -> LicenceRules.of(query, finding))
                .toList();
        return LicenceRules.strictest(each);
    }
}
