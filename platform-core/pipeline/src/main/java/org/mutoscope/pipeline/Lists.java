package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Values that are pairs. Not cut at commas: a secret may hold one. */
    static Map<String, String> pairs(List<String> values, char between) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String value : values) {
            int at = value.indexOf(between);
            if (at > 0) {
                all.put(value.substring(0, at).strip(), value.substring(at + 1).strip());
            }
        }
        return all;
    }
}
