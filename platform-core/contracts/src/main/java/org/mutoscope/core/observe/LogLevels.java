package org.mutoscope.core.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is logged, changed for a while; it returns by itself to what {@code logback.xml} says, also if that was edited meanwhile, and at a restart. Safe for use by
 * several threads.
 */
@ProviderType
public interface LogLevels {
    /** Longest that a change may last. */
    Duration LONGEST = Duration.ofHours(24);

    /**
     * Changes how much a logger, and those below it that have no level of their own, says.
     *
     * @param logger its name, at most 200 letters, digits and {@code . _ $ -}; {@code ROOT} for all
     * @param level {@code TRACE, DEBUG, INFO, WARN, ERROR, OFF}, in any case
     * @param lasts one second to {@link #LONGEST}
     * @param secrets whether it is accepted that keys and prompts may come into the log: asked for below INFO of {@code ROOT} and of libraries that log what they
     *     send, receive or store
     * @throws org.mutoscope.core.problem.Problem {@code invalid_request}
     */
    Change change(String logger, String level, Duration lasts, boolean secrets);

    /** Ends a change now. @return whether there was one */
    boolean back(String logger);

    /** Changes in force, by name. */
    List<Change> changes();

    /** A change. @param before the level without it; null if it follows the logger above @param until when it ends by itself */
    record Change(String logger, String level, String before, Instant until) {}
}
