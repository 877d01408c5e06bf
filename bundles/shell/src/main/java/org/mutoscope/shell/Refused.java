package org.mutoscope.shell;

import org.mutoscope.core.problem.Problem;

/** What a command answers when it did not do what was asked; Gogo prints the class and the message, and a script ends here. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String sentence) {
        super(sentence);
    }

    Refused(Problem problem) {
        super(problem.getMessage() + " (" + problem.code().number() + " " + problem.wire() + ")", problem);
    }
}
