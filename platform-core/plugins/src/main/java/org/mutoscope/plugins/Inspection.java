package org.mutoscope.plugins;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Looks whether what has come throws when it is activated or registers what nobody can use; at once, and for a while: some things are activated later. */
final class Inspection {
    private static final String API = "org.mutoscope.api.";

    private final Components components;
    private final PluginsConfig config;
    private final Map<Deployed, BiConsumer<Deployed, String>> tried = new ConcurrentHashMap<>();

    Inspection(BundleContext context, PluginsConfig config) {
        this.components = new Components(context);
        this.config = config;
    }

    /** One sentence, what to do after its last semicolon. */
    Optional<String> harm(Bundle bundle) {
        return bundle == null || bundle.getState() != Bundle.ACTIVE
                ? Optional.empty()
                : components.threw(bundle).or(() -> Components.nameless(bundle)).or(() -> odd(bundle));
    }

    /** @param found hears of harm; at most once */
    void begin(Deployed entry, BiConsumer<Deployed, String> found) {
        tried.put(entry, found);
    }

    /** Looks at all; to be called about once a second. */
    void look() {
        tried.forEach((entry, found) -> {
            Optional<String> harm = harm(entry.bundle);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - entry.seenAt);
            if (harm.isPresent() || !entry.runs() || seconds > config.watch_seconds()) {
                tried.remove(entry);
                harm.ifPresent(words -> found.accept(entry, words));
            }
        });
    }

    /** Properties that are there and are not what they are to be. */
    private static Optional<String> odd(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return Stream.of(services == null ? new ServiceReference<?>[0] : services)
                .filter(s -> Stream.of((String[]) s.getProperty(Constants.OBJECTCLASS))
                        .anyMatch(type -> type.startsWith(API)))
                .flatMap(s -> Stream.of(s.getPropertyKeys())
                        .filter(key -> !fits(key, s.getProperty(key)))
                        .map(key -> "It registers a service whose property " + key + " is \"" + s.getProperty(key)
                                + "\"; the name of a service is a word, and its ranking an Integer."))
                .findFirst();
    }

    private static boolean fits(String key, Object value) {
        if (key.equals(Constants.SERVICE_RANKING)) {
            return value instanceof Integer;
        }
        boolean name = key.startsWith("mutoscope.") && key.endsWith(".id");
        return !name || value instanceof String word && !word.isBlank();
    }
}
