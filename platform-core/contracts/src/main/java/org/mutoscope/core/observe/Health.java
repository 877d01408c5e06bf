package org.mutoscope.core.observe;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Looks at the parts of the platform, and says what is wrong, why, and what to do. The looks are OSGi services {@code org.apache.felix.hc.api.HealthCheck}, so
 * a partner's bundle may bring its own. Safe for use by several threads.
 */
@ProviderType
public interface Health {
    /** Tag of the looks at what keeps jobs from being admitted: all must be well for {@code /health} to say so. */
    String READY = "ready";

    /**
     * Looks, each part at its own time and all at once, and waits; what has not answered after 30 s (of {@link #READY}: 5 s) is reported as such.
     *
     * @param tag which looks; null for all
     * @return by name; empty if no look has this tag
     */
    List<Finding> examine(String tag);

    /** How it stands with a part. */
    enum State {
        /** All is well. */
        OK,
        /** It works, but somebody should look at it. */
        WARN,
        /** Something does not work. */
        WRONG
    }

    /**
     * What a look found.
     *
     * @param name of the part
     * @param tags by which it can be asked for
     * @param sentences what is the matter, at least one; each plain and whole
     * @param causes why, from the nearest to the root; may be empty
     * @param command what to run, or null
     * @param milliseconds that the look took
     */
    record Finding(
            String name,
            List<String> tags,
            State state,
            List<String> sentences,
            List<String> causes,
            String command,
            long milliseconds) {
        /** Copies the lists. */
        public Finding {
            tags = List.copyOf(tags);
            sentences = List.copyOf(sentences);
            causes = List.copyOf(causes);
        }

        /** Whether it works. */
        public boolean ok() {
            return state != State.WRONG;
        }
    }
}
