package org.mutoscope.guard.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.guard.Finding;

/**
 * The rules of some files. Words are compared word by word, whatever their capitals and accents; patterns are those of RE2, which takes
 * time in proportion to the text whatever the pattern. Immutable.
 */
final class Rules {
    /** Most patterns: a text of 32,000 characters is held against each. */
    static final int MOST_PATTERNS = 200;
    /** Most rules. */
    static final int MOST = 20_000;

    private static final int LONGEST = 1_000;
    private static final int SURE = 1_000_000;
    private static final String LINE =
            "a line is 'block CATEGORY words', or 'review CATEGORY words', or /pattern/ in place of words; a category has small"
                    + " letters, digits and _";

    private final Map<String, Rule> words = new HashMap<>();
    private final Map<Pattern, Rule> patterns = new HashMap<>();
    private int longest; // words of a rule

    /** What is wrong with a line of a file. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }
    }

    /** A rule that a text breaks, and where. */
    record Broken(Rule rule, Finding place) {}

    private Rules() {}

    /** Reads rules. @throws Wrong with the number of the line and what is wrong with it */
    static Rules of(List<String> lines) throws Wrong {
        Rules rules = new Rules();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            try {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    rules.add(line);
                }
            } catch (Wrong e) {
                throw new Wrong("line " + (i + 1) + ": " + e.getMessage());
            }
        }
        return rules;
    }

    private void add(String line) throws Wrong {
        String[] parts = line.split("\\s+", 3);
        if (parts.length < 3 || !parts[0].matches("block|review") || !parts[1].matches("[a-z][a-z0-9_]{0,39}")) {
            throw new Wrong(LINE);
        }
        String wanted = parts[2];
        Rule rule = new Rule(parts[0].equals("block"), parts[1], wanted);
        if (wanted.length() > LONGEST || words.size() + patterns.size() >= MOST) {
            throw new Wrong("at most " + MOST + " rules of " + LONGEST + " characters each");
        }
        if (wanted.length() > 2 && wanted.startsWith("/") && wanted.endsWith("/")) {
            pattern(wanted.substring(1, wanted.length() - 1), rule);
        } else if (Word.runsOn(wanted)) {
            pattern(Pattern.quote(wanted), rule); // Chinese, Japanese, Thai: nothing shows where words end
        } else {
            List<Word> all = Word.of(wanted);
            if (all.isEmpty()) {
                throw new Wrong("there is no letter and no digit in the words; write signs as a /pattern/");
            }
            longest = Math.max(longest, all.size());
            words.merge(Word.joined(all), rule, (old, now) -> old.blocks() ? old : now);
        }
    }

    private void pattern(String text, Rule rule) throws Wrong {
        if (patterns.size() >= MOST_PATTERNS) {
            throw new Wrong("at most " + MOST_PATTERNS + " patterns; words cost nothing, use them where they do");
        }
        try {
            Pattern pattern = Pattern.compile(text, Pattern.CASE_INSENSITIVE);
            if (pattern.matches("")) {
                throw new Wrong("the pattern is found in every text");
            }
            patterns.put(pattern, rule);
        } catch (PatternSyntaxException e) {
            throw new Wrong("the pattern cannot be read: " + e.getDescription());
        }
    }

    /** Which rules a text breaks, each once, in no order. @throws InterruptedException if the thread is to stop */
    List<Broken> broken(String text) throws InterruptedException {
        Map<Rule, Broken> broken = new HashMap<>();
        List<Word> all = Word.of(text);
        for (int from = 0; from < all.size(); from++) {
            for (int to = from + 1; to <= Math.min(all.size(), from + longest); to++) {
                Rule rule = words.get(Word.joined(all.subList(from, to)));
                if (rule != null) {
                    breaks(broken, rule, all.get(from).start(), all.get(to - 1).end());
                }
            }
        }
        for (Map.Entry<Pattern, Rule> each : patterns.entrySet()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Matcher matcher = each.getKey().matcher(text);
            if (matcher.find()) {
                breaks(broken, each.getValue(), matcher.start(), matcher.end());
            }
        }
        return new ArrayList<>(broken.values());
    }

    private static void breaks(Map<Rule, Broken> broken, Rule rule, int start, int end) {
        broken.putIfAbsent(rule, new Broken(rule, new Finding(rule.category(), rule.wanted(), start, end, SURE)));
    }
}
