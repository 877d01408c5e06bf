package org.mutoscope.core.problem;

/** Whose matter an error is. */
public enum Owner {
    /** Who sent the request. */
    USER,
    /** Who runs this installation. */
    OPERATOR,
    /** Who made the bundle. */
    PARTNER,
    /** Mutoscope itself. */
    PLATFORM
}
