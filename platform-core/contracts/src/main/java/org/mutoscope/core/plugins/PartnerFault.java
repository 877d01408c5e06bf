package org.mutoscope.core.plugins;

/** Code of a swappable bundle threw, or was late. */
public final class PartnerFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean late;

    /**
     * A fault.
     *
     * @param message names bundle, version and verb
     * @param late whether the deadline passed
     */
    public PartnerFault(String message, boolean late, Throwable cause) {
        super(message, cause);
        this.late = late;
    }

    /** Whether it was late rather than broken. */
    public boolean late() {
        return late;
    }
}
