package org.mutoscope.tck;

/** What a backend has others do: a service, or a stand-in of one, as a test can see and steer it. Safe for several threads. */
public interface WorkElsewhere {
    /** From now on clips that are begun there do not come to an end. */
    void stall();

    /** They do again, those too that were begun while they did not. */
    void goOn();

    /** How many clips were begun there. */
    int begun();

    /** How many it was asked to end early. */
    int stopped();
}
