package org.mutoscope.guard.moderation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The ways in which services say what is wrong with a text. What is neither yes nor no is a failure, never a yes. */
enum Answers {
    /** OpenAI's moderation endpoint. */
    MODERATIONS {
        @Override
        Set<String> broken(Object json) throws Unclear {
            if (!(Json.at(json, "results", "0", "flagged") instanceof Boolean flagged)) {
                throw new Unclear("the answer has no results[0].flagged");
            }
            Set<String> broken = new TreeSet<>();
            if (Json.at(json, "results", "0", "categories") instanceof Map<?, ?> categories) {
                categories.forEach((name, is) -> {
                    if (Boolean.TRUE.equals(is)) {
                        broken.add(category(String.valueOf(name)));
                    }
                });
            }
            if (flagged && broken.isEmpty()) {
                broken.add("flagged");
            }
            return broken;
        }
    },
    /** A chat model that says safe, or unsafe and on the next line codes. */
    SAFE_UNSAFE {
        @Override
        Set<String> broken(Object json) throws Unclear {
            List<String> lines = said(json).lines().map(String::strip).toList();
            if (lines.get(0).equals("safe")) {
                return Set.of();
            }
            if (!lines.get(0).equals("unsafe")) {
                throw new Unclear("the model said neither safe nor unsafe");
            }
            Set<String> broken = new TreeSet<>();
            for (String code : lines.size() > 1 ? lines.get(1).split("[,\\s]+") : new String[] {"unsafe"}) {
                broken.add(category(code));
            }
            return broken;
        }
    },
    /** A chat model that says Yes where a rule is broken. */
    YES_NO {
        @Override
        Set<String> broken(Object json) throws Unclear {
            String first = said(json).split("[^A-Za-z]+", 2)[0].toLowerCase(Locale.ROOT);
            if (!first.equals("yes") && !first.equals("no")) {
                throw new Unclear("the model said neither yes nor no");
            }
            return first.equals("yes") ? Set.of("policy") : Set.of();
        }
    };

    /** An answer that says neither. */
    static final class Unclear extends Exception {
        private static final long serialVersionUID = 1L;

        Unclear(String message) {
            super(message);
        }
    }

    /** Which categories are broken, in snake_case; none if nothing is wrong. */
    abstract Set<String> broken(Object json) throws Unclear;

    boolean isChat() {
        return this != MODERATIONS;
    }

    static Answers named(String name) {
        return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private static String said(Object json) throws Unclear {
        if (Json.at(json, "choices", "0", "message", "content") instanceof String text && !text.isBlank()) {
            return text.strip();
        }
        throw new Unclear("the answer has no choices[0].message.content");
    }

    /** A service's name for a category as one of ours: at most 40 small letters, digits and underscores. */
    static String category(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return plain.substring(0, Math.min(40, plain.length()));
    }
}
