package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.core.review.Said;

/**
 * What the guards said.
 *
 * @param said of the words, by the guards that were asked, in order
 * @param seen of pictures, by the guards that were asked, picture by picture
 * @param allowed whether a person has looked at these words before, and allowed them
 */
record Screened(List<Said> said, List<Said> seen, boolean allowed) {
    Screened {
        said = List.copyOf(said);
        seen = List.copyOf(seen);
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        all().forEach(one -> all.addAll(one.findings()));
        return all;
    }

    List<Said> all() {
        return Stream.concat(said.stream(), seen.stream()).toList();
    }

    /** The guards that were asked about the words. */
    List<String> by() {
        return said.stream().map(Said::guard).toList();
    }

    /** Whether a person must look at it before it runs. */
    boolean waits() {
        return doubted(seen) || (!allowed && doubted(said));
    }

    private static boolean doubted(List<Said> some) {
        return some.stream().anyMatch(one -> one.reason() != null);
    }

    String story() {
        if (all().isEmpty()) {
            return "guards: none installed";
        }
        String passed = waits() ? "guards: to be looked at by a person; asked: " : "guards: passed by ";
        String by = String.join(", ", all().stream().map(Said::guard).distinct().toList());
        return passed + by + "; findings: " + findings().size()
                + (allowed ? "; a person has allowed these words before" : "");
    }
}
