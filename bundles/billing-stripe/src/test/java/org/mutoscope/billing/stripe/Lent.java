package org.mutoscope.billing.stripe;

import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.ProviderNotice;
import org.mutoscope.api.billing.PurchaseProof;
import org.mutoscope.billing.standins.Notice;

/** What the host lends and hands over, and configurations as the component runtime would make them. */
final class Lent implements BillingContext {
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
        return Optional.empty();
    }

    @Override
    public void write(String key, String value) {
        throw new AssertionError("Stripe needs no notes");
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
    static StripeConfig config(Map<String, Object> values) {
        return (StripeConfig) Proxy.newProxyInstance(
                StripeConfig.class.getClassLoader(),
                new Class<?>[] {StripeConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
