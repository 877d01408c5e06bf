package org.mutoscope.observe;

import java.lang.reflect.Proxy;
import java.util.Map;

/** A configuration with some values set. */
final class Settings {
    private Settings() {}

    static ObserveConfig with(Map<String, Object> values) {
        return (ObserveConfig) Proxy.newProxyInstance(
                ObserveConfig.class.getClassLoader(),
                new Class<?>[] {ObserveConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
