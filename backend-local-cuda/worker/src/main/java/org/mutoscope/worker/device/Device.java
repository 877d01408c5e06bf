package org.mutoscope.worker.device;

/**
 * What the worker computes on.
 *
 * @param provider {@code cuda}, {@code cpu}, or {@code none} if the wish cannot be met
 * @param name for people
 * @param reason why it is not CUDA, or why there is none; empty if it is what was wished
 */
public record Device(String provider, String name, String reason) {
    /** Whether models can run. */
    public boolean usable() {
        return !provider.equals("none");
    }

    /** Whether it is a CUDA device. */
    public boolean cuda() {
        return provider.equals("cuda");
    }
}
