package org.mutoscope.storyboards;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Cast;

/** A storyboard without a writer: each sentence of the script is a shot, seen as it is written and said as it is written. */
final class Sentences {
    /** How long a voice may go on beyond its shot, in seconds: a little less than a film allows, since the estimate may be short. */
    private static final int OVER = 6;
    /** A line goes on unless the next begins like a sentence. */
    private static final String BREAKS = "\\R\\s*\\R|\\R\\s*(?=[\\p{Lu}\\p{N}\"'\u201c\u00ab(*-])";

    private final Plan plan;

    Sentences(Plan plan) {
        this.plan = plan;
    }

    /** @throws Problem {@code invalid_script} if it says nothing, or takes longer than it may */
    Storyboard board() {
        List<String> pieces = pieces();
        if (pieces.isEmpty()) {
            throw bad("The script has no words.");
        }
        if (spoken(pieces) > plan.mostSeconds() + plan.mostShots() * OVER) {
            throw tooLong(pieces);
        }
        int[] seconds = seconds(pieces);
        while (seconds == null) {
            join(pieces);
            seconds = seconds(pieces);
        }
        List<Shot> shots = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            List<String> cast = plan.cast().keySet().stream()
                    .filter(piece::contains)
                    .limit(Cast.MOST_PER_CLIP)
                    .toList();
            shots.add(new Shot(seconds[i], piece, "", cast, "", Shot.CUT));
        }
        return new Storyboard(Texts.begin(pieces.get(0), 60), shots, pieces);
    }

    private List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        String language = plan.script().look().language();
        Locale locale = language == null ? Locale.ENGLISH : Locale.forLanguageTag(language);
        for (String line : plan.script().script().split(BREAKS)) {
            String text = line.strip().replaceAll("\\s+", " ");
            BreakIterator sentences = BreakIterator.getSentenceInstance(locale);
            sentences.setText(text);
            int from = sentences.first();
            for (int to = sentences.next(); to != BreakIterator.DONE; from = to, to = sentences.next()) {
                add(text.substring(from, to).strip(), pieces);
            }
        }
        return pieces;
    }

    /** What takes longer than any shot may is cut, at a comma if there is one near its middle. */
    private void add(String text, List<String> pieces) {
        if (Speech.millis(text) == 0) {
            return;
        }
        int cut = text.length() > Storyboard.MOST_NARRATION || Speech.seconds(text) > longest() ? cut(text) : 0;
        if (cut > 0) {
            add(text.substring(0, cut).strip(), pieces);
            add(text.substring(cut).strip(), pieces);
        } else if (text.length() > Storyboard.MOST_NARRATION) {
            throw bad("A sentence of the script has a word of more than " + Storyboard.MOST_NARRATION + " characters.");
        } else {
            pieces.add(text);
        }
    }

    private int longest() {
        return plan.lengths().last() + OVER;
    }

    /** Where to cut: behind a comma or the like in the middle half, else behind the blank that is next to the middle; 0 if there is none. */
    private static int cut(String text) {
        int middle = text.length() / 2;
        int best = 0;
        boolean comma = false;
        for (int i = 1; i < text.length() - 1; i++) {
            boolean pause = ",;:\u2014".indexOf(text.charAt(i - 1)) >= 0 && Math.abs(i - middle) <= text.length() / 4;
            boolean nearer = best == 0 || Math.abs(i - middle) < Math.abs(best - middle);
            if (text.charAt(i) == ' ' && (pause && !comma || (pause || !comma) && nearer)) {
                best = i;
                comma |= pause;
            }
        }
        return best;
    }

    /** The length of each shot; null if there are too many shots for the time there is. */
    private int[] seconds(List<String> pieces) {
        if (pieces.size() > plan.mostShots()) {
            return null;
        }
        int[] speech = pieces.stream().mapToInt(Speech::seconds).toArray();
        int[] seconds = new int[speech.length];
        int all = 0;
        for (int i = 0; i < speech.length; i++) {
            Integer fitting = plan.lengths().ceiling(speech[i]);
            seconds[i] = fitting == null ? plan.lengths().last() : fitting;
            all += seconds[i];
        }
        while (all > plan.mostSeconds()) {
            int at = shortened(seconds, speech);
            if (at < 0) {
                return null;
            }
            int less = plan.lengths().lower(seconds[at]);
            all -= seconds[at] - less;
            seconds[at] = less;
        }
        return seconds;
    }

    /** The shot that can be made shorter with the least said beyond its end; -1 if none can. */
    private int shortened(int[] seconds, int[] speech) {
        int best = -1;
        int least = OVER + 1;
        for (int i = 0; i < seconds.length; i++) {
            Integer less = plan.lengths().lower(seconds[i]);
            if (less != null && speech[i] - less < least) {
                least = speech[i] - less;
                best = i;
            }
        }
        return best;
    }

    /** Puts two neighbours into one shot: those that are the shortest together. */
    private void join(List<String> pieces) {
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int i = 0; i + 1 < pieces.size(); i++) {
            long both = Speech.millis(pieces.get(i)) + Speech.millis(pieces.get(i + 1));
            int letters = pieces.get(i).length() + pieces.get(i + 1).length();
            if (both < least && letters < Storyboard.MOST_NARRATION) {
                least = both;
                best = i;
            }
        }
        if (best < 0 || least > longest() * 1_000L) {
            throw tooLong(pieces);
        }
        pieces.set(best, pieces.get(best) + " " + pieces.remove(best + 1));
    }

    private static int spoken(List<String> pieces) {
        return pieces.stream().mapToInt(Speech::seconds).sum();
    }

    private Problem tooLong(List<String> pieces) {
        return bad("The script takes about " + spoken(pieces) + " seconds to say, which does not fit into "
                + plan.mostSeconds() + " seconds and " + plan.mostShots()
                + " shots. Shorten it, or raise \"most_seconds\".");
    }

    private static Problem bad(String message) {
        return new Problem(Code.INVALID_SCRIPT, message, "script", null);
    }
}
