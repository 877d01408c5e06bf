package org.mutoscope.views;

/** How well a viewer is known. */
enum Level {
    /** By a key of an account. */
    SIGNED_IN,
    /** An operator's site vouches for it. */
    ATTESTED,
    /** Not at all. */
    UNKNOWN
}
