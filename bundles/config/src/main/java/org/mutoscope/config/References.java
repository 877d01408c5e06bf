package org.mutoscope.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets by reference: {@code ${env:NAME}} and {@code ${file:/path}} inside a value. {@code $$} stands for one dollar.
 *
 * <p>A file's last line break is dropped, because every editor adds one. Thread-safe.
 */
final class References {
    private static final Pattern DOLLAR = Pattern.compile("\\$(?:\\$|\\{([^}]*)\\})");

    private final Function<String, String> environment;

    /** @param environment answers null for a variable that is not set */
    References(Function<String, String> environment) {
        this.environment = environment;
    }

    /** A reference that leads nowhere; the message never contains a secret. */
    static final class Dangling extends Exception {
        private static final long serialVersionUID = 1L;

        Dangling(String sentence) {
            super(sentence);
        }
    }

    /** Replaces every reference of the value. */
    String resolve(String value) throws Dangling {
        Matcher dollar = DOLLAR.matcher(value);
        StringBuilder resolved = new StringBuilder();
        while (dollar.find()) {
            String text = dollar.group(1) == null ? "$" : target(dollar.group(1));
            dollar.appendReplacement(resolved, Matcher.quoteReplacement(text));
        }
        return dollar.appendTail(resolved).toString();
    }

    private String target(String reference) throws Dangling {
        if (reference.startsWith("env:")) {
            String name = reference.substring("env:".length());
            String value = environment.apply(name);
            if (value == null) {
                throw new Dangling("the environment variable " + name + " is not set");
            }
            return value;
        }
        if (reference.startsWith("file:")) {
            return content(reference.substring("file:".length()));
        }
        throw new Dangling(
                "${" + reference + "} is no reference; write ${env:NAME} or ${file:/path}, and $$ for a dollar");
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
