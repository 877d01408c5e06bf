package org.mutoscope.billing.voucher;

import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.billing.BillingContext;
import org.mutoscope.api.billing.PurchaseProof;

/** What the host lends and hands over, and configurations as the component runtime would make them. */
final class Lent implements BillingContext {
    private final Map<String, String> notes = new HashMap<>();
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    Lent at(String moment) {
        now = Instant.parse(moment);
        return this;
    }

    Map<String, String> notes() {
        return notes;
    }

    @Override
    public Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    @Override
    public HttpClient http() {
        throw new AssertionError("vouchers ask nobody");
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

    /** @param values by method name; the rest has its default */
    static VoucherConfig config(Map<String, Object> values) {
        return (VoucherConfig) Proxy.newProxyInstance(
                VoucherConfig.class.getClassLoader(),
                new Class<?>[] {VoucherConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
