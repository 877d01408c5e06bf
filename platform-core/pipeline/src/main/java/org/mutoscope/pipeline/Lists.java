package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.List;

/** Settings with several values. */
final class Lists {
    private Lists() {}

    /** The values, whether they came one by one or in one text with commas. */
    static List<String> of(String[] values) {
        List<String> all = new ArrayList<>();
        for (String value : String.join(",", values).split(",")) {
            if (!value.isBlank()) {
                all.add(value.strip());
            }
        }
        return all;
    }
}
