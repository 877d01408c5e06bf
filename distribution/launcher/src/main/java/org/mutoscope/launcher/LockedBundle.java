package org.mutoscope.launcher;

/**
 * One line of the lock file.
 *
 * @param startLevel when it starts, 1 first
 * @param coordinates {@code group:artifact:version}
 * @param sha256 digest of the jar, lower-case hexadecimal
 * @param fileName name of the jar in {@code lib/bundles}
 */
public record LockedBundle(int startLevel, String coordinates, String sha256, String fileName) {

    /** Reads {@code level coordinates sha256 file}, separated by white space. */
    static LockedBundle parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 4 || !words[0].matches("\\d{1,3}") || !words[2].matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a line of a lock file: " + line);
        }
        return new LockedBundle(Integer.parseInt(words[0]), words[1], words[2], words[3]);
    }

    /** The line {@link #parse} reads. */
    String line() {
        return String.format("%-2d %s %s %s", startLevel, coordinates, sha256, fileName);
    }

    /** Whether the project builds it itself, so that its digest changes with every commit. */
    boolean own() {
        return coordinates.startsWith("org.mutoscope:");
    }
}
