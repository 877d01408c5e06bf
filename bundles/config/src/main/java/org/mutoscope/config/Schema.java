package org.mutoscope.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
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
     * @param keys in the order of the description
     * @param former keys that it once had
     */
    record Component(String pid, boolean factory, Map<String, Key> keys, Map<String, Former> former) {
        Component {
            keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
            former = Map.copyOf(former);
        }
    }

    /**
     * What became of a key that was once known.
     *
     * @param successor the key that has taken its place; empty where none has
     * @param reason why it is gone and what to do, where none has
     */
    record Former(String successor, String reason) {}

    /**
     * One key.
     *
     * @param cardinality 0 for one value, otherwise the most values of a list, negative for a collection instead of an
     *     array; {@code Integer.MIN_VALUE} and {@code MAX_VALUE} do not bind
     * @param min smallest number, empty when there is none
     * @param max largest number, empty when there is none
     * @param options the only values allowed, empty when all are
     * @param mandatory whether a file that is there must set it, since it has no default
     * @param standard the default as it would be written; empty where there is none
     * @param about what it is, in a few words
     */
    record Key(
            String name,
            ValueType type,
            int cardinality,
            String min,
            String max,
            List<String> options,
            boolean mandatory,
            String standard,
            String about) {
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
