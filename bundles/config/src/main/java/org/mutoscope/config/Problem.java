package org.mutoscope.config;

import java.nio.file.Path;

/**
 * One thing that is wrong, said so that it can be mended without reading anything else.
 *
 * @param line 1 is the first, 0 when the problem is of the whole file
 */
record Problem(Fault fault, Path file, int line, String sentence) {

    @Override
    public String toString() {
        return fault.id() + " " + file + (line > 0 ? " line " + line : "") + ": " + sentence;
    }
}
