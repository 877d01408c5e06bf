package org.mutoscope.backend.remote.standins;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a stand-in was asked. Used under its lock. */
final class Journal {
    private static final int KEPT = 5_000;
    private static final int LONGEST = 4_000;

    private final Deque<Map<String, Object>> entries = new ArrayDeque<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    void add(Asked asked, String route, Optional<Trouble> trouble, Answer answer) {
        counts.merge(route, 1, Integer::sum);
        entries.add(Answer.map(
                "route",
                route,
                "method",
                asked.method(),
                "path",
                asked.path(),
                "query",
                asked.query(),
                "headers",
                asked.headers(),
                "body",
                body(asked),
                "fault",
                trouble.map(t -> t.fault().word()).orElse(null),
                "status",
                answer.status()));
        if (entries.size() > KEPT) {
            entries.remove();
        }
    }

    /** Text of a text body; of a form its fields, files as their sizes. */
    private static Object body(Asked asked) {
        if (!asked.multipart()) {
            String text =
                    asked.is("application/json") || asked.is("text/") ? asked.text() : asked.body().length + " bytes";
            return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Part part : asked.parts()) {
            fields.put(part.name(), part.isFile() ? part.type() + ", " + part.bytes().length + " bytes" : part.text());
        }
        return fields;
    }

    List<Map<String, Object>> entries() {
        return new ArrayList<>(entries);
    }

    int count(String route) {
        return counts.getOrDefault(route, 0);
    }

    void clear() {
        entries.clear();
        counts.clear();
    }
}
