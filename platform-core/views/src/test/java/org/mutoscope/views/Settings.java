package org.mutoscope.views;

import java.lang.reflect.Proxy;
import java.util.Map;

/** The defaults of the configuration, and what a test sets otherwise, by method name. */
final class Settings {
    private Settings() {}

    static ViewsConfig of(Map<String, Object> set) {
        return (ViewsConfig) Proxy.newProxyInstance(
                ViewsConfig.class.getClassLoader(),
                new Class<?>[] {ViewsConfig.class},
                (proxy, method, values) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
