package org.mutoscope.backend.remote;

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.backend.remote.job.Limits;
import org.mutoscope.backend.remote.job.RemoteModel;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.Hosts;

/** Reads a configuration whose keys several kinds of services share. Collects everything that is wrong before it says so. For one thread. */
public final class Setup {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";

    private final String id;
    private final Map<String, Object> values = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private Setup(String id) {
        this.id = id;
        if (!id.matches(NAME)) {
            problem("the file is named PID~NAME.cfg; NAME is lower-case letters, digits and dashes, at most 40");
        }
    }

    /**
     * Begins to read.
     *
     * @param schema the annotation interface, whose defaults count
     * @param properties what the component was given
     */
    public static Setup of(Class<? extends Annotation> schema, Map<String, ?> properties) {
        String pid = String.valueOf(properties.get("service.pid"));
        Setup setup = new Setup(pid.substring(pid.indexOf('~') + 1));
        for (Method method : schema.getDeclaredMethods()) {
            String key = method.getName().replace('_', '.');
            Object given = properties.get(key);
            setup.values.put(key, given == null ? method.getDefaultValue() : given);
        }
        return setup;
    }

    /** Name of the instance. */
    public String id() {
        return id;
    }

    /** A text, without blanks at its ends. */
    public String text(String key) {
        return String.valueOf(values.get(key)).strip();
    }

    /** A whole number in a range. */
    public long number(String key, long least, long most) {
        Object value = values.get(key);
        long number = value instanceof Number n ? n.longValue() : least - 1;
        if (number < least || number > most) {
            problem(key + " is " + least + " to " + most + ", not " + value);
            return least;
        }
        return number;
    }

    /** A secret that must be there. */
    public void secret(String key) {
        if (text(key).isEmpty()) {
            problem(key + " is missing; write " + key + "=${file:/path/to/" + key + "}");
        }
    }

    /** The key as a bearer token, if there is one. */
    public Map<String, String> bearer() {
        String key = text("key");
        return key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key);
    }

    /** Several texts. */
    public List<String> list(String key) {
        Object value = values.getOrDefault(key, "");
        if (!value.getClass().isArray()) {
            return value.toString().isBlank()
                    ? List.of()
                    : Stream.of(value.toString().split(",")).map(String::strip).toList();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            texts.add(String.valueOf(Array.get(value, i)).strip());
        }
        return texts;
    }

    /** One of several words. */
    public String word(String key, Set<String> words) {
        if (!words.contains(text(key))) {
            problem(key + " is one of " + new TreeSet<>(words) + ", not " + text(key));
        }
        return text(key);
    }

    /** Notes something that is wrong; the sentence names the key and never holds a secret. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /** Address of the service, without a slash at its end. @param path what is added to one without a path, like {@code /v1} */
    public URI base(String path) {
        String text = text("base").replaceFirst("/+$", "");
        try {
            URI uri = URI.create(text.matches("https?://[^/]+") ? text + path : text);
            if (uri.getHost() != null
                    && String.valueOf(uri.getScheme()).matches("https?")
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problem("base is the address of the service, like https://api.example.com, not '" + text + "'");
        return URI.create("http://invalid.invalid");
    }

    /** The hosts that may be asked. */
    public Hosts hosts(URI base) {
        try {
            return Hosts.of(base, list("hosts"));
        } catch (IllegalArgumentException e) {
            problem(e.getMessage());
            return Hosts.of(base, List.of());
        }
    }

    /** The way there. @param secrets headers for the service alone */
    public Call call(URI base, Map<String, String> secrets) {
        return new Call(hosts(base), secrets, Duration.ofSeconds(number("request.seconds", 1, 600)));
    }

    /** How long and how large. */
    public Limits limits() {
        Set<String> paid = Set.copyOf(list("paid.ends"));
        if (!Limits.ENDS.containsAll(paid)) {
            problem("paid.ends are some of " + new TreeSet<>(Limits.ENDS) + ", not " + new TreeSet<>(paid));
        }
        return new Limits(
                Duration.ofMillis(number("poll.milliseconds", 10, 600_000)),
                Duration.ofMinutes(number("deadline.minutes", 1, 10_080)),
                Duration.ofMinutes(number("doubt.minutes", 0, 10_080)),
                number("download.mebibytes", 1, 1 << 20) << 20,
                Duration.ofSeconds(number("download.seconds", 1, 86_400)),
                paid);
    }

    /** The models. @param more words that the adapter knows beyond the usual ones @param facts attributes of each offer */
    public List<RemoteModel> models(Set<String> more, Map<String, String> facts) {
        List<RemoteModel> models = new ArrayList<>();
        for (String line : list("models")) {
            try {
                models.add(ModelLine.read(line, more, facts));
            } catch (IllegalArgumentException e) {
                problem("models: " + e.getMessage());
            }
        }
        if (models.isEmpty() && problems.isEmpty()) {
            problem("models names at least one");
        }
        long names = models.stream().map(model -> model.offer().id()).distinct().count();
        if (names < models.size()) {
            problem("models: two have one name; give one of them another with as=NAME");
        }
        return models;
    }

    /** Makes something of each model that can be read; the others are named by {@link #models}. @return by the model's name */
    public <T> Map<String, T> each(Set<String> more, Function<RemoteModel, T> work) {
        Map<String, T> made = new TreeMap<>();
        for (String line : list("models")) {
            try {
                RemoteModel model = ModelLine.read(line, more, Map.of());
                made.put(model.offer().id(), Objects.requireNonNull(work.apply(model)));
            } catch (IllegalArgumentException e) {
                problem("models: " + e.getMessage());
            }
        }
        return made;
    }

    /** What the platform is told about money. */
    public Map<String, String> budget() {
        Map<String, String> attributes = new TreeMap<>();
        long day = number("budget.day.micros", 0, Long.MAX_VALUE);
        long month = number("budget.month.micros", 0, Long.MAX_VALUE);
        if (day > 0) {
            attributes.put(BackendCapabilities.BUDGET_DAY, Long.toString(day));
        }
        if (month > 0) {
            attributes.put(BackendCapabilities.BUDGET_MONTH, Long.toString(month));
        }
        return attributes;
    }

    /** @throws IllegalArgumentException if anything was wrong, all of it in the message */
    public void check() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(id + ": " + String.join("; ", new LinkedHashSet<>(problems)));
        }
    }
}
