package org.mutoscope.tck;

/** What the groups of contracts share. */
interface OnBench {
    /** The bench of the test that runs. */
    Bench bench();
}
