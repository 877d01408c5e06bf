package org.mutoscope.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.Services;

/** Leases taken for one use. */
final class Used {
    /** How often is looked for the successor of a service that went away while it was to be asked. */
    static final int LOOKS = 3;

    private Used() {}

    /** Uses the best service there is. */
    static <T, R> Optional<R> best(Services<T> services, Function<Leased<T>, R> use) {
        for (Offered<T> offered : services.all()) {
            Optional<Leased<T>> lease = offered.lease();
            if (lease.isPresent()) {
                try (Leased<T> service = lease.get()) {
                    return Optional.of(use.apply(service));
                }
            }
        }
        return Optional.empty();
    }

    /** Of each name the best, in the order of a whole-numbered property (default 0), then of the names. */
    static <T> List<Offered<T>> inOrder(Services<T> services, String property) {
        List<Offered<T>> all = new ArrayList<>(services.newest());
        all.sort(Comparator.comparingInt((Offered<T> o) -> place(o, property)).thenComparing(Offered::id));
        return all;
    }

    private static int place(Offered<?> offered, String property) {
        return offered.properties().get(property) instanceof Integer place ? place : 0;
    }

    /** Bundle and version, for stories. */
    static String by(Offered<?> offered) {
        return offered.id() + " (" + offered.bundle() + "@" + offered.version() + ")";
    }
}
