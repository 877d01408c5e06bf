package org.mutoscope.api.billing;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the host lends a provider for one call. No database: a provider that must remember uses {@link #read} and {@link #write}. */
@ProviderType
public interface BillingContext {
    /** The platform's clock. */
    Clock clock();

    /** A client with connection and request time-outs; do not keep it. */
    HttpClient http();

    /**
     * A secret of the provider's own configuration.
     *
     * @param name name under which the operator stored it
     */
    Optional<String> secret(String name);

    /** Reads what {@link #write} stored under the key, for this provider alone. */
    Optional<String> read(String key);

    /**
     * Stores a value for this provider alone, durable when it returns.
     *
     * @param key 1 to 128 characters
     * @param value at most 65,536 characters
     */
    void write(String key, String value);
}
