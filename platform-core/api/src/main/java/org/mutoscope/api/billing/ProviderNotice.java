package org.mutoscope.api.billing;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A message that came from a store, unchanged. */
@ProviderType
public interface ProviderNotice {
    /** HTTP headers, names in lower case. */
    Map<String, String> headers();

    /** The body, at most 1 MiB. The array is a copy. */
    byte[] body();

    /**
     * When the platform took it in: the moment against which a signature with a time limit is held, because a notice may be read much later.
     *
     * @return empty only from a host older than package version 1.1
     */
    default Optional<Instant> receivedAt() {
        return Optional.empty();
    }
}
