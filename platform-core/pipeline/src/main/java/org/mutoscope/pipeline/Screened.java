package org.mutoscope.pipeline;

import java.util.List;
import org.mutoscope.api.guard.Finding;

/** What the guards said. @param by the guards that were asked, for the story of the job */
record Screened(List<Finding> findings, List<String> by) {
    String story() {
        return by.isEmpty()
                ? "guards: none installed"
                : "guards: passed by " + String.join(", ", by) + "; findings: " + findings.size();
    }
}
