package org.mutoscope.billing.appstore;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseProof;

/** What the host lends and hands over. */
final class Lent implements BillingContext {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();

    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private Clock clock = Clock.systemUTC();

    /** @param by the host's clock is so much ahead */
    Lent later(Duration by) {
        clock = Clock.offset(Clock.systemUTC(), by);
        return this;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public HttpClient http() {
        return HTTP;
    }

    @Override
    public Optional<String> secret(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> read(String key) {
        return Optional.ofNullable(notes.get(key));
    }

    @Override
    public void write(String key, String value) {
        notes.put(key, value);
    }

    static PurchaseProof proof(String content) {
        return new PurchaseProof() {
            @Override
            public String accountId() {
                return "acct_test";
            }

            @Override
            public String content() {
                return content;
            }
        };
    }

    static ProviderNotice notice(String body) {
        return new ProviderNotice() {
            @Override
            public Map<String, String> headers() {
                return Map.of("content-type", "application/json");
            }

            @Override
            public byte[] body() {
                return body.getBytes(StandardCharsets.UTF_8);
            }
        };
    }
}
