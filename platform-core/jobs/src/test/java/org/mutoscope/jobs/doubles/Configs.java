package org.mutoscope.jobs.doubles;

import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations for tests: an annotation interface with its defaults and what a test sets otherwise. */
public final class Configs {
    private Configs() {}

    /** A configuration of a component. @param set values by method name; asked anew at each call */
    public static <A> A of(Class<A> type, Map<String, Object> set) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, values) -> set.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
