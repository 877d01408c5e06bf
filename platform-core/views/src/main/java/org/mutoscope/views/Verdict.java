package org.mutoscope.views;

import java.util.Locale;

/** What becomes of a play. */
enum Verdict {
    /** It counts. */
    VALID(true, false),
    /** By somebody who is paid for it. */
    OWN(true, false),
    /** By somebody who belongs with one who is paid for it. */
    LINKED(true, true),
    /** One of too many from one network. */
    BURST(true, true),
    /** An operator decided so. */
    RULED(true, true),
    /** Watched for less than 3 s and less than half, or not to be seen. */
    TOO_SHORT(false, false),
    /** Nobody vouches for the viewer. */
    UNATTESTED(false, false),
    /** The viewer's account was younger than 7 days. */
    YOUNG(false, false),
    /** The same viewer saw the same video less than 24 h after one that counted. */
    REPEAT(false, false),
    /** More was watched than time had passed. */
    IMPOSSIBLE(false, false);

    private final boolean whole;
    private final boolean withheld;

    Verdict(boolean whole, boolean withheld) {
        this.whole = whole;
        this.withheld = withheld;
    }

    /** Whether it is a view by the rules, so that the next within 24 h is a repeat; withheld or not. */
    boolean whole() {
        return whole;
    }

    /** Whether one can appeal against it. */
    boolean withheld() {
        return withheld;
    }

    /** On the wire. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
