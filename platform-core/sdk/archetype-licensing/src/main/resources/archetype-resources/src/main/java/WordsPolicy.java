package ${package};

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.osgi.service.component.annotations.Component;

/** Refuses a brand name; asks for attribution otherwise. */
@Component(property = LicensingPolicy.ID + "=${policyId}")
public final class WordsPolicy implements LicensingPolicy {
    private static final String BRAND = "acme cola";

    @Override
    public LicenceOutcome evaluate(LicenceQuery query) {
        if (query.prompt().toLowerCase(Locale.ROOT).contains(BRAND)) {
            return new LicenceOutcome.Deny("brand_not_licensed", "That is a brand nobody may show here; leave it out of the prompt.");
        }
        return new LicenceOutcome.Allow(Map.of("attribution", "name"), List.of(), List.of());
    }
}
