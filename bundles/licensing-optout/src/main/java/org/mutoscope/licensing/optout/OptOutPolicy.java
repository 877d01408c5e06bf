package org.mutoscope.licensing.optout;

import java.util.List;
import java.util.Set;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicenceRules;
import org.mutoscope.api.licensing.LicensingPolicy;
import org.osgi.service.component.annotations.Component;

/**
 * What was made up or drawn may be used for nothing until its holder offers a licence or says that nothing of it is free; from then on a licence is needed, also when the offer is withdrawn. How people look and sound is theirs: that needs a
 * licence in any case. Has the name of the policy that is shipped, and stands before it.
 */
@Component(property = {LicensingPolicy.ID + "=registered", "service.ranking:Integer=10"})
public final class OptOutPolicy implements LicensingPolicy {
    private static final Set<String> FREE = Set.of("character", "artwork", "music");

    @Override
    public LicenceOutcome evaluate(LicenceQuery query) {
        List<LicenceOutcome> each = LicenceRules.found(query).stream()
                .map(finding -> one(query, finding))
                .toList();
        return LicenceRules.strictest(each);
    }

    private static LicenceOutcome one(LicenceQuery query, Finding finding) {
        return FREE.contains(finding.kind())
                        && !query.reserved().contains(finding.subject())
                        && !LicenceRules.licensed(query, finding)
                ? LicenceOutcome.Allow.freely()
                : LicenceRules.of(query, finding);
    }
}
