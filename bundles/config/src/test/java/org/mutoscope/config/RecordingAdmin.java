package org.mutoscope.config;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** A Configuration Admin service that remembers what it was told. */
final class RecordingAdmin implements ConfigurationAdmin {
    private final Map<String, Map<String, Object>> values = new HashMap<>();
    private int updates;

    Map<String, Map<String, Object>> values() {
        return values;
    }

    int updates() {
        return updates;
    }

    @Override
    public Configuration getConfiguration(String pid, String location) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "update", "updateIfDifferent" -> update(pid, arguments[0]);
            case "delete" -> values.remove(pid) == null;
            default -> throw new UnsupportedOperationException(method.toString());
        };
        return (Configuration)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Configuration.class}, handler);
    }

    private Object update(String pid, Object dictionary) {
        Map<String, Object> copy = new HashMap<>();
        Dictionary<?, ?> given = (Dictionary<?, ?>) dictionary;
        for (Object key : Collections.list(given.keys())) {
            copy.put((String) key, given.get(key));
        }
        boolean different = !copy.equals(values.put(pid, copy));
        updates += different ? 1 : 0;
        return different;
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name, String location) {
        return getConfiguration(factoryPid + "~" + name, location);
    }

    @Override
    public Configuration getConfiguration(String pid) {
        return getConfiguration(pid, null);
    }

    @Override
    public Configuration getFactoryConfiguration(String factoryPid, String name) {
        return getFactoryConfiguration(factoryPid, name, null);
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid) {
        throw new UnsupportedOperationException("names are always known here");
    }

    @Override
    public Configuration createFactoryConfiguration(String factoryPid, String location) {
        throw new UnsupportedOperationException("names are always known here");
    }

    @Override
    public Configuration[] listConfigurations(String filter) {
        throw new UnsupportedOperationException("only what was applied is touched, " + Set.copyOf(values.keySet()));
    }
}
