package org.mutoscope.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.Candidate;

/** Public names of models and who stands behind them: routes, and the lines of the key {@code aliases} for names without one. Safe for use by several threads. */
final class Routes {
    private final Supplier<JobsConfig> settings;
    private final Map<String, Route> files = new ConcurrentHashMap<>();

    Routes(Supplier<JobsConfig> settings) {
        this.settings = settings;
    }

    /** Candidates, best first. @param weighted whether they are drawn by their weights */
    record Route(List<Candidate> candidates, boolean weighted) {
        Route {
            candidates = List.copyOf(candidates);
        }

        /** The candidates in the order in which they are to be tried. @param draw equal texts draw equal orders; null for any */
        List<Candidate> drawn(String draw) {
            if (!weighted) {
                return candidates;
            }
            Random random = draw == null ? ThreadLocalRandom.current() : new Random(mixed(draw));
            List<Candidate> left = new ArrayList<>(candidates);
            left.removeIf(candidate -> candidate.weight() == 0);
            List<Candidate> order = new ArrayList<>();
            while (!left.isEmpty()) {
                long all = left.stream().mapToLong(Candidate::weight).sum();
                long at = random.nextLong(all);
                int i = 0;
                while ((at -= left.get(i).weight()) >= 0) {
                    i++;
                }
                order.add(left.remove(i));
            }
            return order;
        }

        private static long mixed(String draw) {
            long hash = 1125899906842597L;
            for (int i = 0; i < draw.length(); i++) {
                hash = 31 * hash + draw.charAt(i);
            }
            return hash;
        }
    }

    /** A route has come, or has changed. */
    void put(String alias, Route route) {
        files.put(alias, route);
    }

    /** A route has gone. @param route the one that goes; if another has come meanwhile that one stays */
    void remove(String alias, Route route) {
        files.remove(alias, route);
    }

    /** The route of a name; without candidates if the name is no alias. */
    Route of(String name) {
        return all().getOrDefault(name, new Route(List.of(), false));
    }

    /** All names. */
    Map<String, Route> all() {
        Map<String, Route> all = new LinkedHashMap<>();
        for (String line : String.join(",", settings.get().aliases()).split(",")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                all.put(line.substring(0, equals).strip(), line(line.substring(equals + 1)));
            }
        }
        files.forEach((alias, route) -> {
            if (!route.candidates.isEmpty()) {
                all.put(alias, route);
            }
        });
        return all;
    }

    /** {@code model|model}; what is no model is left out. */
    private static Route line(String text) {
        List<Candidate> candidates = new ArrayList<>();
        for (String model : text.strip().split("\\s*\\|\\s*")) {
            try {
                candidates.add(Candidate.parse(model));
            } catch (IllegalArgumentException e) {
                continue; // as before there were routes
            }
        }
        return new Route(candidates, false);
    }
}
