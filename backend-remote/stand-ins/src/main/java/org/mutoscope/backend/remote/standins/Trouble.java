package org.mutoscope.backend.remote.standins;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A fault that was ordered.
 *
 * @param route of which requests; {@code *} for all
 * @param skip how many of them go well before
 * @param times how many of them then go wrong
 * @param details {@code seconds}, {@code millis}, {@code polls}, {@code bytes}, {@code micros} (whole numbers), {@code code}, {@code to} (text)
 */
public record Trouble(String route, Fault fault, int skip, int times, Map<String, Object> details) {
    private static final Set<String> NAMES =
            Set.of("route", "fault", "skip", "times", "seconds", "millis", "polls", "bytes", "micros", "code", "to");

    /** The next request of a route goes wrong. */
    public static Trouble next(String route, Fault fault) {
        return new Trouble(route, fault, 0, 1, Map.of());
    }

    /** The same, with one more detail. */
    public Trouble with(String name, Object value) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("a fault has no " + name);
        }
        Map<String, Object> more = new TreeMap<>(details);
        more.put(name, value);
        return new Trouble(route, fault, skip, times, more);
    }

    /** The same, so many times. */
    public Trouble times(int number) {
        return new Trouble(route, fault, skip, number, details);
    }

    /** The same, after so many good ones. */
    public Trouble after(int number) {
        return new Trouble(route, fault, number, times, details);
    }

    static Trouble of(Map<String, Object> json) {
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("a fault has no " + String.join(", ", unknown));
        }
        return new Trouble(
                String.valueOf(json.getOrDefault("route", "*")),
                Fault.of(String.valueOf(json.get("fault"))),
                number(json, "skip", 0),
                number(json, "times", 1),
                json);
    }

    private static int number(Map<String, Object> json, String name, int usual) {
        Object value = json.getOrDefault(name, usual);
        if (value instanceof Integer number && number >= 0) {
            return number;
        }
        throw new IllegalArgumentException(name + " is a whole number from 0 on, not " + value);
    }

    boolean concerns(String asked) {
        return route.equals("*") || route.equals(asked);
    }

    long number(String name, long usual) {
        return details.get(name) instanceof Number number ? number.longValue() : usual;
    }

    String text(String name, String usual) {
        return details.get(name) instanceof String text ? text : usual;
    }
}
