package org.mutoscope.api.billing;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A message that came from a store, unchanged. */
@ProviderType
public interface ProviderNotice {
    /** HTTP headers, names in lower case. */
    Map<String, String> headers();

    /** The body, at most 1 MiB. The array is a copy. */
    byte[] body();
}
