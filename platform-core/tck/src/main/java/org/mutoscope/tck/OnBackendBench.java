package org.mutoscope.tck;

/** What the groups of contracts of a backend share. */
interface OnBackendBench {
    /** The bench of the test that runs. */
    BackendBench bench();
}
