package org.mutoscope.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A suite of contracts, as its report has to know it. */
interface Suite {
    /** What it is about, one word: {@code billing}. */
    String subject();

    /** How often level 2 starts and stops the bundle. */
    default int cycles() {
        return 20;
    }

    /** The bundle, if there is one. */
    Optional<Path> candidate() throws IOException;
}
