package org.mutoscope.billing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** What stands behind a name and a mark; the last one counts. */
    static Optional<String> behind(Iterable<String> values, String name, char mark) {
        Optional<String> found = Optional.empty();
        for (String value : values) {
            int at = value.indexOf(mark);
            if (at > 0 && value.substring(0, at).strip().equals(name)) {
                found = Optional.of(value.substring(at + 1).strip());
            }
        }
        return found;
    }
}
