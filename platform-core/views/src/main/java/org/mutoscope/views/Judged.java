package org.mutoscope.views;

import java.time.Instant;

/** What became of a play. @param viewer null if unknown @param micros weight; 0 unless the verdict is {@link Verdict#VALID} */
record Judged(String play, String jobId, String viewer, Instant began, Verdict verdict, long micros) {}
