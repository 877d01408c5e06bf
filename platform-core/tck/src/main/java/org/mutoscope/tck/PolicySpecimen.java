package org.mutoscope.tck;

import java.util.List;
import java.util.Map;
import org.mutoscope.api.licensing.LicenceQuery;
import org.mutoscope.api.licensing.LicensingPolicy;

/** The licensing policy under test: the one thing a partner writes. */
public interface PolicySpecimen {
    /** A new policy, as after a restart. */
    LicensingPolicy policy();

    /** Queries that it allows; at least one. */
    List<LicenceQuery> allowed();

    /** Queries that it does not allow: denied, or in want of a licence or an approval. At least one. */
    List<LicenceQuery> refused();

    /** Names of the threads of your own stand-ins, as a regular expression: they are no threads that the bundle left behind. */
    default String standInThreads() {
        return "";
    }

    /** Configuration that the bundle needs to serve, by PID; {@code PID~NAME} for one of several. */
    default Map<String, Map<String, Object>> configuration() {
        return Map.of();
    }
}
