package org.mutoscope.storyboards;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Settings as the test has them; what it does not say has its default. */
final class SetConfig {
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private final StoryboardsConfig config = (StoryboardsConfig) Proxy.newProxyInstance(
            StoryboardsConfig.class.getClassLoader(),
            new Class<?>[] {StoryboardsConfig.class},
            (proxy, method, arguments) -> value(method));

    private Object value(Method method) {
        return values.getOrDefault(method.getName(), method.getDefaultValue());
    }

    void set(String name, Object value) {
        values.put(name, value);
    }

    StoryboardsConfig get() {
        return config;
    }
}
