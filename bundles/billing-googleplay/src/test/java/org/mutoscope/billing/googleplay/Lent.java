package org.mutoscope.billing.googleplay;

import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseProof;
import org.mutoscope.billing.standins.Notice;

/** What the host lends and hands over, and configurations as the component runtime would make them. */
final class Lent implements BillingContext {
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();

    @Override
    public Clock clock() {
        return Clock.systemUTC();
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
        if (key.length() > 128 || value.length() > 65_536) {
            throw new IllegalArgumentException("a note is too long: " + key);
        }
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

    static ProviderNotice notice(Notice notice, Instant receivedAt) {
        return new ProviderNotice() {
            @Override
            public Map<String, String> headers() {
                return notice.headers();
            }

            @Override
            public byte[] body() {
                return notice.body().getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public Optional<Instant> receivedAt() {
                return Optional.of(receivedAt);
            }
        };
    }

    /** @param values by method name; the rest has its default */
    static GooglePlayConfig config(Map<String, Object> values) {
        return (GooglePlayConfig) Proxy.newProxyInstance(
                GooglePlayConfig.class.getClassLoader(),
                new Class<?>[] {GooglePlayConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
