package org.mutoscope.pipeline;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mutoscope.api.licensing.LicenceFee;

/**
 * On which terms a request may run.
 *
 * @param by the policies that allowed it, {@code id (bundle@version)}
 * @param subjects what is registered and was found in the request, with a grant or without
 * @param approvals accounts of holders who have to agree before it begins
 */
record Licensed(
        Map<String, String> obligations,
        List<LicenceFee> fees,
        List<String> grants,
        List<String> by,
        List<String> subjects,
        List<String> approvals) {
    /** Marks what the platform itself keeps among the obligations of a job. */
    private static final String OURS = "mutoscope.";

    private static final String FEE = OURS + "fee.";

    private static final String REGISTERED = OURS + "registered";

    String story() {
        if (by.isEmpty()) {
            return "licensing: none installed";
        }
        return "licensing: allowed by " + String.join(", ", by) + "; obligations: " + obligations.keySet() + "; fees: "
                + total() + " credits; grants: " + grants
                + (approvals.isEmpty() ? "" : "; begins when these have agreed: " + approvals);
    }

    long total() {
        return fees.stream().mapToLong(LicenceFee::credits).reduce(0, Math::addExact);
    }

    /** For the job's record: duties, fees and who decided. */
    Map<String, String> record() {
        Map<String, String> all = new TreeMap<>(obligations);
        for (int i = 0; i < fees.size(); i++) {
            LicenceFee fee = fees.get(i);
            all.put(FEE + i, fee.credits() + " " + fee.holder() + " " + fee.grantId());
        }
        if (!by.isEmpty()) {
            all.put(OURS + "licensed-by", String.join(", ", by));
        }
        if (!grants.isEmpty()) {
            all.put(OURS + "grants", String.join(", ", grants));
        }
        if (!subjects.isEmpty()) {
            all.put(REGISTERED, String.valueOf(subjects.size()));
        }
        if (!approvals.isEmpty()) {
            all.put(Licensing.APPROVALS, String.join(",", approvals));
        }
        return all;
    }

    /** The duties alone, from a job's record. */
    static Map<String, String> duties(Map<String, String> record) {
        Map<String, String> duties = new TreeMap<>(record);
        duties.keySet().removeIf(name -> name.startsWith(OURS));
        return duties;
    }

    /** Whether a job uses what is in the registry of rights, from its record. */
    static boolean uses(Map<String, String> record) {
        return record.containsKey(REGISTERED);
    }

    /** The fees, from a job's record. */
    static List<LicenceFee> fees(Map<String, String> record) {
        return record.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(FEE))
                .map(entry -> entry.getValue().split(" ", 3))
                .map(parts -> new LicenceFee(parts[1], parts[2], Long.parseLong(parts[0])))
                .toList();
    }
}
