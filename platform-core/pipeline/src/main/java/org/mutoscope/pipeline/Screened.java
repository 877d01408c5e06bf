package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.core.review.Said;

/**
 * What the guards said.
 *
 * @param said by the guards that were asked, in order
 * @param allowed whether a person has looked at this text before, and allowed it
 */
record Screened(List<Said> said, boolean allowed) {
    Screened {
        said = List.copyOf(said);
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        said.forEach(one -> all.addAll(one.findings()));
        return all;
    }

    /** The guards that were asked. */
    List<String> by() {
        return said.stream().map(Said::guard).toList();
    }

    /** Whether a person must look at it before it runs. */
    boolean waits() {
        return !allowed && said.stream().anyMatch(one -> one.reason() != null);
    }

    String story() {
        if (said.isEmpty()) {
            return "guards: none installed";
        }
        String passed = waits() ? "guards: to be looked at by a person; asked: " : "guards: passed by ";
        return passed + String.join(", ", by()) + "; findings: " + findings().size()
                + (allowed ? "; a person has allowed this text before" : "");
    }
}
