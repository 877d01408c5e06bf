package org.mutoscope.api.guard;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What registered subjects look like, offered as a service by the registry of rights. To be used like {@link NameCatalogue}. Safe for use by several threads. */
@ProviderType
public interface PictureCatalogue {
    /** Counts the changes: rises with each change of what {@link #pictures()} answers. Costs no more than reading a field. */
    long revision();

    /** All pictures of all active subjects, at least as new as the {@link #revision()} read before the call. May take seconds. */
    List<Picture> pictures();
}
