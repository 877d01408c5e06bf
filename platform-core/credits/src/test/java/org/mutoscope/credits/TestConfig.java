package org.mutoscope.credits;

import java.lang.reflect.Proxy;

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
}
