package org.mutoscope.guard.names;

import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.Name;

/**
 * A name in a text.
 *
 * @param name which one
 * @param text the folded text it was found in
 * @param start its first letter there
 * @param end one past its last letter
 * @param confidence 1 to 1,000,000
 * @param alone whether it counts without another sign of its subject
 */
record Hit(Name name, Plain text, int start, int end, int confidence, boolean alone) {
    int from() {
        return text.from[start];
    }

    int to() {
        return text.to[end - 1];
    }

    boolean overlaps(Hit other) {
        return from() < other.to() && other.from() < to();
    }

    Finding finding() {
        return new Finding(name.kind(), name.subject(), from(), to(), confidence);
    }
}
