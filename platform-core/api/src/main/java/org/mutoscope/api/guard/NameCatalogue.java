package org.mutoscope.api.guard;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The names by which registered subjects are known, offered as a service by the registry of rights. A guard that looks for names
 * compares {@link #revision()} at each screening, reads {@link #names()} on a thread of its own when it has changed, and goes on with
 * what it has until the new index stands. Safe for use by several threads.
 */
@ProviderType
public interface NameCatalogue {
    /**
     * Counts the changes: a number that rises with each change of what {@link #names()} answers, and is never lower than before while
     * the service stands. Costs no more than reading a field; called for each text.
     *
     * @return 0 or more
     */
    long revision();

    /**
     * All names of all active subjects, at least as new as the {@link #revision()} read before the call. May take seconds.
     *
     * @return up to some 100,000 names, in no order
     */
    List<Name> names();
}
