package org.mutoscope.storage.jdbc;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what was to run once work is durable, on the thread that asked for the work. */
final class AfterCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

    private AfterCommit() {}

    /** The work is done, so a fault here is logged and not thrown. */
    static void run(List<Runnable> actions) {
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("an action after a commit failed; the commit stands", e);
            }
        }
    }
}
