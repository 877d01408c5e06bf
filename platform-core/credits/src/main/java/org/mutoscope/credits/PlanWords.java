package org.mutoscope.credits;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.ledger.Plan;

/** Reads one plan from its line of the configuration. What it does not know it refuses, so that a slip does not give something away. */
final class PlanWords {
    private static final List<String> KNOWN = List.of(
            "daily",
            "monthly",
            "running",
            "unfinished",
            "weight",
            "largest",
            "watermark",
            "commercial",
            "verify",
            "title");

    private final String id;
    private final Map<String, String> words = new HashMap<>();

    private PlanWords(String id, String line) {
        this.id = id;
        for (String word : line.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals < 1 || !KNOWN.contains(name)) {
                throw wrong(word + " is none of " + String.join("=, ", KNOWN) + "=");
            }
            if (words.put(name, word.substring(equals + 1)) != null) {
                throw wrong(name + " stands there twice");
            }
        }
    }

    /** @param daily what the plan gives a day if its line does not say it */
    static Plan read(String id, String line, int daily) {
        if (!id.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalArgumentException("'" + id + "' is no name of a plan: lower-case letters, digits, dashes");
        }
        return new PlanWords(id, line).plan(daily);
    }

    private Plan plan(int daily) {
        return new Plan(
                id,
                words.getOrDefault("title", id).replace('_', ' '),
                whole("daily", daily, 100_000),
                whole("monthly", 0, 1_000_000_000),
                whole("running", 0, 1024),
                whole("unfinished", 0, 1_000_000),
                Math.max(1, whole("weight", 1, 1000)),
                largest(),
                yes("watermark", true),
                yes("commercial", false),
                words.getOrDefault("verify", ""));
    }

    private int whole(String name, int otherwise, int most) {
        String text = words.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > most) {
            throw wrong(name + "=" + text + " is no whole number from 0 to " + most);
        }
        return Integer.parseInt(text);
    }

    private boolean yes(String name, boolean otherwise) {
        String text = words.getOrDefault(name, otherwise ? "yes" : "no");
        if (!text.equals("yes") && !text.equals("no")) {
            throw wrong(name + " is yes or no");
        }
        return text.equals("yes");
    }

    private FrameSize largest() {
        String text = words.get("largest");
        try {
            return text == null ? null : FrameSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("largest=" + text + " is no size such as 1080x1920");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("plan " + id + ": " + what);
    }
}
