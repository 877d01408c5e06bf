package org.mutoscope.review;

import java.util.Map;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.Reviews.Decision;

/** What a decision must be like. */
final class Decisions {
    private static final int SENTENCE = 300;
    private static final int REASON = 500;
    private static final int APPEAL = 1000;
    private static final int DUTIES = 20;

    private Decisions() {}

    /** @throws Problem {@code invalid_decision} */
    static Decision checked(Decision decision) {
        line(decision.reason(), REASON, "reason");
        if (decision.allow()) {
            require(
                    decision.category() == null && decision.sentence() == null,
                    "allow",
                    "What is allowed has no category and no sentence.");
            duties(decision.duties());
        } else {
            require(
                    decision.category() != null && decision.category().matches("[a-z_]{1,48}"),
                    "category",
                    "A refusal names its category, a word such as deception: small letters and underlines, at most 48.");
            line(decision.sentence(), SENTENCE, "sentence");
            require(decision.duties().isEmpty(), "duties", "What is refused has no duties.");
        }
        return decision;
    }

    private static void duties(Map<String, String> duties) {
        require(duties.size() <= DUTIES, "duties", "At most " + DUTIES + " duties.");
        duties.forEach((name, value) -> {
            require(
                    name.matches("[A-Za-z][A-Za-z0-9_.:-]{0,63}") && !name.startsWith("mutoscope."),
                    "duties",
                    "The name of a duty has 1 to 64 letters, digits and ._:- and does not begin with \"mutoscope.\".");
            line(value, REASON, "duties");
        });
    }

    /** @throws Problem {@code invalid_request} */
    static String appeal(String why) {
        if (why == null || why.isBlank() || why.length() > APPEAL || !plain(why)) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "Say in \"why\", in 1 to " + APPEAL + " characters, what was overlooked.",
                    "why",
                    null);
        }
        return why;
    }

    private static void line(String text, int most, String name) {
        require(
                text != null && !text.isBlank() && text.length() <= most && plain(text),
                name,
                "\"" + name + "\" has 1 to " + most + " characters on one line.");
    }

    /** No control characters and no half of a surrogate pair: what every database takes. */
    private static boolean plain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static void require(boolean good, String name, String sentence) {
        if (!good) {
            throw new Problem(Code.INVALID_DECISION, sentence, name, null);
        }
    }
}
