package org.mutoscope.billing;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.billing.BillingContext;

/** What a billing provider is lent for one call: only what is its own. */
final class Lending implements BillingContext {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String provider;
    private final ProviderNotes notes;
    private final String[] secrets;

    Lending(String provider, ProviderNotes notes, String[] secrets) {
        this.provider = provider;
        this.notes = notes;
        this.secrets = secrets;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    /** Its connections end after 5 s without an answer; a request ends with the call, whose deadline interrupts it. */
    @Override
    public HttpClient http() {
        return HTTP;
    }

    @Override
    public Optional<String> secret(String name) {
        // Not cut at commas: a secret may hold one.
        return Lists.behind(List.of(secrets), provider + "." + name, '=');
    }

    @Override
    public Optional<String> read(String key) {
        return notes.read(provider, key);
    }

    @Override
    public void write(String key, String value) {
        notes.write(provider, key, value);
    }
}
