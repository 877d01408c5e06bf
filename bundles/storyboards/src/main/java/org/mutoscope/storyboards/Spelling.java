package org.mutoscope.storyboards;

/** How much two words differ. */
final class Spelling {
    private Spelling() {}

    /** Letters to be added, taken away, changed, or swapped with their neighbour (Damerau-Levenshtein, optimal string alignment). */
    static int distance(String a, String b) {
        int[][] far = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            far[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            far[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                far[i][j] = Math.min(Math.min(far[i - 1][j], far[i][j - 1]) + 1, far[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    far[i][j] = Math.min(far[i][j], far[i - 2][j - 2] + 1);
                }
            }
        }
        return far[a.length()][b.length()];
    }
}
