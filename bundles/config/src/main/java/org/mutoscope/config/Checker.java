package org.mutoscope.config;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mutoscope.config.Schema.Component;
import org.mutoscope.config.Schema.Former;
import org.mutoscope.config.Schema.Key;

/** Turns files into typed values, or into the list of everything that is wrong with them. Not thread-safe. */
final class Checker {
    /** A PID of the platform itself must be one that is installed; anyone else's bundle may still come. */
    private static final String OWN = "org.mutoscope.";

    private final Schema schema;
    private final References references;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Checker(Schema schema, References references) {
        this.schema = schema;
        this.references = references;
    }

    /**
     * The outcome of a check.
     *
     * @param values typed values by {@link ConfFile#id}; meant to be used only when there are no problems
     * @param problems all of them
     * @param warnings files that could not be checked, keys under a former name
     */
    record Outcome(Map<String, Map<String, Object>> values, List<Problem> problems, List<String> warnings) {
        Outcome {
            values = Map.copyOf(values);
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /** Checks the files together with the problems of reading them. */
    Outcome check(ConfDirectory directory) {
        problems.clear();
        warnings.clear();
        problems.addAll(directory.problems());
        Map<String, Map<String, Object>> values = new HashMap<>();
        directory.files().forEach(file -> values.put(file.id(), check(file)));
        return new Outcome(values, problems, warnings);
    }

    private Map<String, Object> check(ConfFile file) {
        Optional<Component> component = schema.component(file.pid());
        if (component.isEmpty()) {
            return unknown(file);
        }
        if (component.get().factory() && file.instance().isEmpty()) {
            report(
                    file,
                    0,
                    Fault.NEEDS_INSTANCE,
                    file.pid() + " exists once for each file, name it " + file.pid() + "~NAME.cfg");
        } else if (!component.get().factory() && !file.instance().isEmpty()) {
            report(file, 0, Fault.NO_INSTANCES, file.pid() + " exists only once, name the file " + file.pid() + ".cfg");
        }
        return typed(file, component.get());
    }

    private Map<String, Object> unknown(ConfFile file) {
        List<String> own =
                schema.pids().stream().filter(pid -> pid.startsWith(OWN)).toList();
        if (file.pid().startsWith(OWN) || Nearest.to(file.pid(), own).isPresent()) {
            String sentence = "no installed bundle has a component " + file.pid() + suggestion(file.pid(), own);
            report(file, 0, Fault.UNKNOWN_COMPONENT, sentence);
            return Map.of();
        }
        warnings.add(file.path() + ": no installed bundle describes " + file.pid() + ", so its keys are not checked");
        Map<String, Object> values = new LinkedHashMap<>();
        file.entries().forEach(entry -> resolved(file, entry).ifPresent(value -> values.put(entry.key(), value)));
        return values;
    }

    private Map<String, Object> typed(ConfFile file, Component component) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ConfFile.Entry entry : file.entries()) {
            Key key = current(file, entry, component);
            if (key == null && component.former().containsKey(entry.key())) {
                continue;
            }
            if (key == null) {
                report(
                        file,
                        entry.line(),
                        Fault.UNKNOWN_KEY,
                        "unknown key '" + entry.key() + "'"
                                + suggestion(entry.key(), component.keys().keySet()));
            } else {
                resolved(file, entry)
                        .flatMap(text -> value(file, entry, key, text))
                        .ifPresent(value -> values.put(key.name(), value));
            }
        }
        for (Key key : component.keys().values()) {
            if (key.mandatory() && file.entries().stream().noneMatch(entry -> sets(entry, key, component))) {
                report(file, 0, Fault.MISSING_KEY, "the key '" + key.name() + "' has no default and must be set");
            }
        }
        return values;
    }

    /** The key that an entry sets, be it by a former name; null where there is none. */
    private Key current(ConfFile file, ConfFile.Entry entry, Component component) {
        Former former = component.former().get(entry.key());
        if (former == null) {
            return component.keys().get(entry.key());
        }
        if (former.successor().isEmpty()) {
            report(file, entry.line(), Fault.REMOVED_KEY, "'" + entry.key() + "' is gone: " + former.reason());
            return null;
        }
        if (file.entries().stream().anyMatch(other -> other.key().equals(former.successor()))) {
            report(
                    file,
                    entry.line(),
                    Fault.RENAMED_TWICE,
                    "'" + entry.key() + "' is the former name of '" + former.successor()
                            + "', which is set too; delete this line");
            return null;
        }
        warnings.add(new Problem(
                        Fault.RENAMED_KEY,
                        file.path(),
                        entry.line(),
                        "'" + entry.key() + "' is now called '" + former.successor() + "'; the old name still works")
                .toString());
        return component.keys().get(former.successor());
    }

    private static boolean sets(ConfFile.Entry entry, Key key, Component component) {
        Former former = component.former().get(entry.key());
        return entry.key().equals(key.name())
                || (former != null && former.successor().equals(key.name()));
    }

    private Optional<String> resolved(ConfFile file, ConfFile.Entry entry) {
        try {
            return references.resolve(entry.value());
        } catch (References.Dangling e) {
            report(file, entry.line(), Fault.REFERENCE, "'" + entry.key() + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Object> value(ConfFile file, ConfFile.Entry entry, Key key, String text) {
        if (key.cardinality() == 0) {
            return single(file, entry, key, text);
        }
        List<Object> list = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split("\\s*,\\s*", -1)) {
            single(file, entry, key, part).ifPresent(list::add);
        }
        long most = Math.abs((long) key.cardinality());
        if (list.size() > most) {
            report(
                    file,
                    entry.line(),
                    Fault.TOO_MANY_VALUES,
                    "'" + key.name() + "' takes at most " + most + " values, not " + list.size());
            return Optional.empty();
        }
        return Optional.of(key.cardinality() < 0 ? list : array(list));
    }

    private Optional<Object> single(ConfFile file, ConfFile.Entry entry, Key key, String text) {
        Optional<Object> value = key.type().parse(text);
        if (value.isEmpty()) {
            report(
                    file,
                    entry.line(),
                    Fault.WRONG_TYPE,
                    "'" + key.name() + "' must be " + key.type().words() + shown(entry, key));
        } else if (key.type().outside(value.get(), key.min(), key.max())) {
            report(
                    file,
                    entry.line(),
                    Fault.OUT_OF_RANGE,
                    "'" + key.name() + "' must be " + range(key) + shown(entry, key));
            return Optional.empty();
        } else if (!key.options().isEmpty() && !key.options().contains(text)) {
            report(
                    file,
                    entry.line(),
                    Fault.NOT_AN_OPTION,
                    "'" + key.name() + "' must be one of " + String.join(", ", key.options()) + shown(entry, key));
            return Optional.empty();
        }
        return value;
    }

    /** An array of the values' own type, which is what components are given. */
    private static Object array(List<Object> list) {
        Class<?> type = list.isEmpty() ? String.class : list.get(0).getClass();
        Object array = Array.newInstance(type, list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(array, i, list.get(i));
        }
        return array;
    }

    /** The value as it stands in the file: never what a reference leads to, and never a password. */
    private static String shown(ConfFile.Entry entry, Key key) {
        return key.type() == ValueType.PASSWORD ? "" : ", not '" + entry.value() + "'";
    }

    private static String range(Key key) {
        if (key.min().isEmpty()) {
            return "at most " + key.max();
        }
        return key.max().isEmpty() ? "at least " + key.min() : key.min() + " to " + key.max();
    }

    private static String suggestion(String word, Collection<String> known) {
        return Nearest.to(word, known)
                .map(near -> ", did you mean '" + near + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? "; there are none"
                        : "; known: " + new TreeSet<>(known).stream().collect(Collectors.joining(", ")));
    }

    private void report(ConfFile file, int line, Fault fault, String sentence) {
        problems.add(new Problem(fault, file.path(), line, sentence));
    }
}
