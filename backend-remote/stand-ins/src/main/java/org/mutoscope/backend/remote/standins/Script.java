package org.mutoscope.backend.remote.standins;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** What goes wrong next. Used under the lock of its stand-in. */
final class Script {
    private static final int THOUSAND = 1000;

    /** An order that waits or runs. */
    private static final class Due {
        private final Trouble trouble;
        private int skip;
        private int left;

        private Due(Trouble trouble) {
            this.trouble = trouble;
            skip = trouble.skip();
            left = trouble.times();
        }
    }

    private final List<Due> dues = new ArrayList<>();
    private Random dice = new Random();
    private long seed;
    private int permille;
    private List<Fault> some = List.of();
    private List<String> routes = List.of();
    private Pace pace = Pace.USUAL;

    /** Adds an order behind those that are there. */
    void add(Trouble trouble) {
        dues.add(new Due(trouble));
    }

    /** Replaces everything by {@code {"faults":[...],"random":{...},"pace":{...}}}; each is optional. */
    void replace(Map<String, Object> json) {
        only(json, Set.of("faults", "random", "pace"));
        List<Trouble> faults = Asked.list(json.get("faults")).stream()
                .map(fault -> Trouble.of(object(fault)))
                .toList();
        Pace then = json.containsKey("pace") ? Pace.of(object(json.get("pace"))) : Pace.USUAL;
        clear();
        faults.forEach(this::add);
        pace = then;
        if (json.containsKey("random")) {
            random(object(json.get("random")));
        }
    }

    private void random(Map<String, Object> json) {
        only(json, Set.of("seed", "permille", "faults", "routes"));
        seed = json.get("seed") instanceof Number number ? number.longValue() : System.nanoTime();
        dice = new Random(seed);
        permille = json.get("permille") instanceof Integer number ? number : 0;
        some = Asked.list(json.get("faults")).stream()
                .map(word -> Fault.of(String.valueOf(word)))
                .toList();
        routes = Asked.list(json.get("routes")).stream().map(String::valueOf).toList();
    }

    private static Map<String, Object> object(Object value) {
        Map<String, Object> object = Asked.object(value);
        if (object == null) {
            throw new IllegalArgumentException("this is no object: " + value);
        }
        return object;
    }

    static void only(Map<String, Object> json, Set<String> names) {
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("a script has no " + String.join(", ", unknown) + "; it has " + names);
        }
    }

    /** What goes wrong with this request: an order's, else by chance. */
    Optional<Trouble> next(String route) {
        for (Due due : dues) {
            if (due.left > 0 && due.trouble.concerns(route)) {
                if (due.skip > 0) {
                    due.skip--;
                } else {
                    due.left--;
                    return Optional.of(due.trouble);
                }
            }
        }
        boolean chosen = !some.isEmpty() && (routes.isEmpty() || routes.contains(route));
        return chosen && dice.nextInt(THOUSAND) < permille
                ? Optional.of(Trouble.next(route, some.get(dice.nextInt(some.size()))))
                : Optional.empty();
    }

    Pace pace() {
        return pace;
    }

    void pace(Pace now) {
        pace = now;
    }

    /** The seed of what happens by chance, to have the same again. */
    long seed() {
        return seed;
    }

    void clear() {
        dues.clear();
        permille = 0;
        seed = 0;
        some = List.of();
        routes = List.of();
        pace = Pace.USUAL;
    }
}
