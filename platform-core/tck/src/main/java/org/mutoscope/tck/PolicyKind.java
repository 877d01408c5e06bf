package org.mutoscope.tck;

import java.util.Map;
import org.mutoscope.api.licensing.LicenceOutcome;
import org.mutoscope.api.licensing.LicensingPolicy;

/**
 * Licensing policies: used by asking about something that is allowed.
 *
 * @param specimen what the partner wrote
 */
record PolicyKind(PolicySpecimen specimen) implements ServiceKind<LicensingPolicy> {
    private static final int CALLERS = 4;

    @Override
    public Class<LicensingPolicy> type() {
        return LicensingPolicy.class;
    }

    @Override
    public String idKey() {
        return LicensingPolicy.ID;
    }

    @Override
    public String idForm() {
        return "[a-z0-9-]{1,40}";
    }

    @Override
    public String idWords() {
        return "1 to 40 lower-case letters, digits and dashes";
    }

    @Override
    public Map<String, Map<String, Object>> configuration() {
        return specimen.configuration();
    }

    @Override
    public String standInThreads() {
        return specimen.standInThreads();
    }

    @Override
    public void rehearse() {}

    @Override
    public int callers(LicensingPolicy service) {
        return CALLERS;
    }

    @Override
    public String use(LicensingPolicy policy) {
        LicenceOutcome outcome = policy.evaluate(specimen.allowed().get(0));
        return outcome instanceof LicenceOutcome.Allow ? "" : "what it allows was answered with " + outcome;
    }
}
