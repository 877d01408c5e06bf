package org.mutoscope.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What components can be told: the designates of all installed bundles, by PID. Immutable. */
final class Schema {
    private final Map<String, Component> components = new TreeMap<>();

    Schema(Collection<Component> all) {
        all.forEach(component -> components.put(component.pid(), component));
    }

    /**
     * A component and its keys.
     *
     * @param factory whether it exists once for each file {@code PID~NAME.cfg}
     */
    record Component(String pid, boolean factory, Map<String, Key> keys) {
        Component {
            keys = Map.copyOf(keys);
        }
    }

    /**
     * One key.
     *
     * @param cardinality 0 for one value, otherwise the most values of a list, negative for a collection instead of an
     *     array; {@code Integer.MIN_VALUE} and {@code MAX_VALUE} do not bind
     * @param min smallest number, empty when there is none
     * @param max largest number, empty when there is none
     * @param options the only values allowed, empty when all are
     * @param mandatory whether a file that is there must set it, since it has no default
     */
    record Key(
            String name,
            ValueType type,
            int cardinality,
            String min,
            String max,
            List<String> options,
            boolean mandatory) {
        Key {
            options = List.copyOf(options);
        }
    }

    Optional<Component> component(String pid) {
        return Optional.ofNullable(components.get(pid));
    }

    Collection<String> pids() {
        return components.keySet();
    }
}
