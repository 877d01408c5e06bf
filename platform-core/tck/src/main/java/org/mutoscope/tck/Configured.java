package org.mutoscope.tck;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;

/** Configurations, as the component runtime would hand them over. */
public final class Configured {
    private Configured() {}

    /**
     * A configuration for a component's constructor.
     *
     * @param type the annotation interface that describes it
     * @param values by method name; the rest has its default
     */
    public static <A> A of(Class<A> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    /**
     * The same as properties, for {@link BillingSpecimen#configuration}.
     *
     * @param values by method name: {@code request_seconds} becomes the key {@code request.seconds}
     */
    public static Map<String, Object> properties(Map<String, Object> values) {
        Map<String, Object> properties = new TreeMap<>();
        values.forEach((name, value) -> properties.put(name.replace('_', '.'), value));
        return properties;
    }
}
