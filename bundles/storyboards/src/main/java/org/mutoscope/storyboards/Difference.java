package org.mutoscope.storyboards;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.mutoscope.api.creation.PromptAdviser.Change;

/** What two texts do not have in common, word by word. The reasons are those that somebody gave for the same words. */
final class Difference {
    /** Pairs of words that are compared; beyond, all between the common begin and end is one change. */
    private static final int MOST_PAIRS = 4_000_000;

    private final List<Change> reasons;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private final List<String> come = new ArrayList<>();

    private Difference(List<Change> reasons) {
        this.reasons = reasons;
    }

    /** The changes that lead from one text to the other, in order. */
    static List<Change> of(String from, String to, List<Change> reasons) {
        Difference difference = new Difference(reasons);
        difference.compare(words(from), words(to));
        return difference.changes;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+"));
    }

    private void compare(List<String> from, List<String> to) {
        int begin = 0;
        int least = Math.min(from.size(), to.size());
        while (begin < least && from.get(begin).equals(to.get(begin))) {
            begin++;
        }
        int end = 0;
        while (end < least - begin && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
            end++;
        }
        between(from.subList(begin, from.size() - end), to.subList(begin, to.size() - end));
        flush();
    }

    private void between(List<String> from, List<String> to) {
        if ((long) from.size() * to.size() > MOST_PAIRS) {
            gone.addAll(from);
            come.addAll(to);
            return;
        }
        int[][] common = common(from, to);
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                flush();
                i++;
                j++;
            } else if (j == to.size() || i < from.size() && common[i + 1][j] >= common[i][j + 1]) {
                gone.add(from.get(i++));
            } else {
                come.add(to.get(j++));
            }
        }
    }

    /** Length of the longest common row of words behind each pair of places. */
    private static int[][] common(List<String> from, List<String> to) {
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private void flush() {
        if (!gone.isEmpty() || !come.isEmpty()) {
            String from = String.join(" ", gone);
            String to = String.join(" ", come);
            changes.add(new Change(from, to, why(from, to)));
            gone.clear();
            come.clear();
        }
    }

    private String why(String from, String to) {
        return reasons.stream()
                .filter(said -> part(said.from(), from) || part(said.to(), to))
                .map(Change::why)
                .filter(why -> !why.isBlank())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static boolean part(String said, String found) {
        return !said.isBlank() && found.contains(said.strip());
    }
}
