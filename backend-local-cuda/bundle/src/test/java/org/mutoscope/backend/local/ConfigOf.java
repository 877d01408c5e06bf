package org.mutoscope.backend.local;

import java.lang.reflect.Proxy;
import java.util.Map;

/** A configuration with some keys set, as the component runtime would hand it over. */
final class ConfigOf {
    private ConfigOf() {}

    /** @param values by method name; the rest has its default */
    static LocalConfig of(Map<String, Object> values) {
        return (LocalConfig) Proxy.newProxyInstance(
                LocalConfig.class.getClassLoader(),
                new Class<?>[] {LocalConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
