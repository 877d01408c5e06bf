package org.mutoscope.media.ffmpeg;

import java.io.IOException;

/** A child process that did not end well. The message is a sentence for users; what the child said is in the log. */
final class ChildFailure extends IOException {
    private static final long serialVersionUID = 1;

    /** Codes of shells and loaders for a program that never came to run. */
    private static final int NOT_EXECUTABLE = 126;

    private static final int NOT_FOUND = 127;
    /** Java gives the exit code of a killed process as this plus the signal. */
    private static final int SIGNAL = 128;

    private static final int SIGNALS = 32;
    private static final int SIGKILL = 9;

    private final boolean gaveUp;

    private ChildFailure(String sentence, boolean gaveUp) {
        super(sentence);
        this.gaveUp = gaveUp;
    }

    /**
     * The failure of a process that was not stopped by us.
     *
     * @param role what it was, as the beginning of a sentence
     * @param code its exit code
     * @param words what it said last
     */
    static ChildFailure ended(String role, int code, String words) {
        String outside = outside(code, words);
        String inside = code == 0 ? "ended too early" : "gave up (code " + code + ")";
        return new ChildFailure(role + " " + (outside.isEmpty() ? inside : outside), outside.isEmpty());
    }

    /** The failure of a process that did nothing for some seconds and was stopped. */
    static ChildFailure stalled(String role, long seconds) {
        return new ChildFailure(role + " made no progress for " + seconds + " s and was stopped", false);
    }

    /** What ended the process from outside; empty if it ended by itself. */
    private static String outside(int code, String words) {
        if (words.contains("No space left on device")) {
            return "found the disk full";
        }
        if (words.contains("Cannot allocate memory")) {
            return "needed more memory than allowed";
        }
        if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
            return "could not run; the operator finds more in the log";
        }
        if (code == SIGNAL + SIGKILL) {
            return "was killed (signal 9), as happens when memory or processor time reach a limit";
        }
        return code > SIGNAL && code < SIGNAL + SIGNALS ? "was killed by signal " + (code - SIGNAL) : "";
    }

    /** This failure, put as {@code sentence} if the child ended by itself: then the fault is in the file. */
    IOException orRather(String sentence) {
        return gaveUp ? new IOException(sentence, this) : this;
    }
}
