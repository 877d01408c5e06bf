package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.mutoscope.config.Checker.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the files to the components, all or nothing: one wrong key, and everything stays as it was. Thread-safe. */
final class ConfigurationFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFeed.class);

    private final Path directory;
    private final Supplier<Schema> schema;
    private final Configurations configurations;
    private final References references;

    ConfigurationFeed(Path directory, Supplier<Schema> schema, Configurations configurations, References references) {
        this.directory = directory;
        this.schema = schema;
        this.configurations = configurations;
        this.references = references;
    }

    /**
     * Reads, checks, and applies if nothing is wrong.
     *
     * @return the problems that kept it from applying
     */
    synchronized List<Problem> apply() throws IOException {
        Outcome outcome = new Checker(schema.get(), references).check(ConfDirectory.read(directory));
        outcome.warnings().forEach(LOG::warn);
        if (outcome.problems().isEmpty()) {
            List<String> changed = configurations.apply(outcome.values());
            if (!changed.isEmpty()) {
                LOG.info("configuration applied: {}", String.join(", ", changed));
            }
        }
        return outcome.problems();
    }

    /** The same while running, where a problem ends nothing. */
    void reload() {
        try {
            List<Problem> problems = apply();
            if (!problems.isEmpty()) {
                LOG.error("the changed configuration is refused, the one before stays in force");
                problems.forEach(problem -> LOG.error("{}", problem));
            }
        } catch (IOException e) {
            LOG.error("the changed configuration could not be applied", e);
        }
    }
}
