package org.mutoscope.cli;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes secrets out of texts: those that the configuration leads to, wherever they stand, and whatever looks like one. */
final class Redaction {
    static final String GONE = "[removed]";
    /** Shorter ones would take half of every log with them. */
    private static final int SHORTEST = 6;

    private static final long LARGEST = 64 << 10;
    private static final Pattern SECRET_NAME = Pattern.compile("(?i)secret|password|token|key");
    /** Nothing that could be a secret looks so. */
    private static final Pattern HARMLESS = Pattern.compile("-?[0-9.]{1,12}|true|false|");
    /** What leads to a secret is none, but for the words of a command, which may hold one. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)\\}");

    private static final List<Pattern> LOOKS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]*-----[\\s\\S]*?-----END [A-Z ]*-----"),
            Pattern.compile("eyJ[A-Za-z0-9_-]{10,}(?:\\.[A-Za-z0-9_-]+)*"),
            Pattern.compile("(?i)(?<=bearer |basic )[^\\s\"',]+"),
            Pattern.compile("\\b(?:mk|sk|rk|pk|whsec|key)[_-][A-Za-z0-9_+/=-]{8,}"),
            Pattern.compile("(?<=://)[^/@\\s:]+:[^/@\\s]+(?=@)"));

    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<String> unknown = new TreeSet<>();

    /** Learns what a configuration leads to, and the platform's own key. */
    static Redaction of(Path conf, Path data) throws IOException {
        Redaction redaction = new Redaction();
        redaction.learn(data.resolve("admin.key"));
        for (Path file : Trees.files(conf, ".cfg")) {
            Properties settings = settings(file);
            for (String name : settings.stringPropertyNames()) {
                redaction.learn(file.getFileName() + ", " + name, settings.getProperty(name));
            }
        }
        return redaction;
    }

    private static Properties settings(Path file) throws IOException {
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return new Properties(); // the check of the configuration names it
        }
        return settings;
    }

    /** @param name file and key */
    private void learn(String name, String value) throws IOException {
        Matcher reference = REFERENCE.matcher(value);
        while (reference.find()) {
            boolean known = reference.group(1).equals("file")
                    ? learn(Path.of(reference.group(2)))
                    : learn(Optional.ofNullable(System.getenv(reference.group(2))));
            if (!known) {
                unknown.add(name);
            }
        }
        if (value.contains("${command:")) {
            unknown.add(name); // run for the platform's user, not for this one
        }
        if (SECRET_NAME.matcher(name).find() && !value.contains("${")) {
            secrets.addAll(List.of(value.strip().split("\\s*,\\s*")));
        }
    }

    private boolean learn(Optional<String> variable) {
        variable.ifPresent(secrets::add);
        return variable.isPresent();
    }

    private boolean learn(Path file) throws IOException {
        boolean readable = Files.isReadable(file) && Files.isRegularFile(file) && Files.size(file) <= LARGEST;
        if (readable) {
            secrets.add(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
        }
        return readable;
    }

    /** Settings whose secret cannot be had here, so that it is not searched for: file and key. */
    Set<String> unknown() {
        return unknown;
    }

    /** A text without secrets. */
    String text(String text) {
        String clean = text;
        List<String> longestFirst = new ArrayList<>(secrets);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        for (String secret : longestFirst) {
            if (secret.length() >= SHORTEST) {
                clean = clean.replace(secret, GONE);
            }
        }
        for (Pattern look : LOOKS) {
            clean = look.matcher(clean).replaceAll(GONE);
        }
        return clean;
    }

    /** A configuration file as names and harmless values: numbers, switches, and where secrets are kept. */
    static String configuration(Path file) throws IOException {
        StringBuilder shown = new StringBuilder();
        Properties settings = settings(file);
        for (String name : new TreeSet<>(settings.stringPropertyNames())) {
            String value = settings.getProperty(name).strip();
            boolean harmless = HARMLESS.matcher(value).matches()
                    || REFERENCE.matcher(value).matches();
            shown.append(name)
                    .append(" = ")
                    .append(harmless ? value : "(text, " + value.length() + " characters)")
                    .append('\n');
        }
        return shown.toString();
    }
}
