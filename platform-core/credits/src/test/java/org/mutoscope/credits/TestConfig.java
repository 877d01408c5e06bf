package org.mutoscope.credits;

import java.lang.reflect.Proxy;
import java.util.Map;

/** The configuration as it is when no file says otherwise. */
final class TestConfig {
    private TestConfig() {}

    static CreditsConfig standard() {
        return withPrices();
    }

    static CreditsConfig withPrices(String... prices) {
        return (CreditsConfig) Proxy.newProxyInstance(
                TestConfig.class.getClassLoader(),
                new Class<?>[] {CreditsConfig.class},
                (proxy, method, arguments) -> method.getName().equals("prices") ? prices : method.getDefaultValue());
    }

    /** A configuration with its defaults and what a test sets otherwise, by method name. */
    static <A> A of(Class<A> type, Map<String, Object> set) {
        return type.cast(Proxy.newProxyInstance(
                TestConfig.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
