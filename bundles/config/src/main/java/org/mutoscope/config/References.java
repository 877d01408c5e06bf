package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets by reference: {@code ${env:NAME}}, {@code ${file:/path}} and {@code ${command:WORDS}} inside a value. {@code $$} stands for one dollar.
 *
 * <p>The last line break of a file or of what a command prints is dropped, because every editor adds one. Thread-safe.
 */
final class References {
    /** How long a command may take at a start. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern DOLLAR = Pattern.compile("\\$(?:\\$|\\{([^}]*)\\})");
    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";
    private static final String COMMAND = "command:";

    private final Function<String, String> environment;
    private final Duration patience;
    private final boolean followed;

    /**
     * @param environment answers null for a variable that is not set
     * @param patience how long a command may take
     */
    References(Function<String, String> environment, Duration patience) {
        this(environment, patience, true);
    }

    private References(Function<String, String> environment, Duration patience, boolean followed) {
        this.environment = environment;
        this.patience = patience;
        this.followed = followed;
    }

    /** Those of a machine that has not the secrets: only how they are written is looked at. */
    static References unfollowed() {
        return new References(name -> null, Duration.ZERO, false);
    }

    /** A reference that leads nowhere; the message never contains a secret. */
    static final class Dangling extends Exception {
        private static final long serialVersionUID = 1L;

        Dangling(String sentence) {
            super(sentence);
        }
    }

    /** Replaces every reference of the value. @return nothing if there is one that is not to be followed */
    Optional<String> resolve(String value) throws Dangling {
        Matcher dollar = DOLLAR.matcher(value);
        StringBuilder resolved = new StringBuilder();
        boolean whole = true;
        while (dollar.find()) {
            Optional<String> text = dollar.group(1) == null ? Optional.of("$") : target(dollar.group(1));
            whole &= text.isPresent();
            dollar.appendReplacement(resolved, Matcher.quoteReplacement(text.orElse("")));
        }
        dollar.appendTail(resolved);
        return whole ? Optional.of(resolved.toString()) : Optional.empty();
    }

    private Optional<String> target(String reference) throws Dangling {
        boolean known =
                reference.startsWith(ENVIRONMENT) || reference.startsWith(FILE) || reference.startsWith(COMMAND);
        if (!known) {
            throw new Dangling("${" + reference
                    + "} is no reference; write ${env:NAME}, ${file:/path} or ${command:WORDS}, and $$ for a dollar");
        }
        if (!followed) {
            return Optional.empty();
        }
        String where = reference.substring(reference.indexOf(':') + 1);
        if (reference.startsWith(ENVIRONMENT)) {
            return Optional.of(variable(where));
        }
        return Optional.of(reference.startsWith(FILE) ? content(where) : SecretCommand.run(where, patience));
    }

    private String variable(String name) throws Dangling {
        String value = environment.apply(name);
        if (value == null) {
            throw new Dangling("the environment variable " + name + " is not set");
        }
        return value;
    }

    private static String content(String path) throws Dangling {
        try {
            return Files.readString(Path.of(path)).replaceFirst("\\R\\z", "");
        } catch (IOException | IllegalArgumentException e) {
            throw new Dangling(
                    "the file " + path + " cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
