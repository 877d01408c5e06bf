package org.mutoscope.core.jobs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mutoscope.api.media.FrameSize;

/**
 * One way to make what an alias promises, in the words of a configuration: {@code MODEL}, {@code MODEL@BACKEND}, and after it conditions, each a word:
 *
 * <pre>
 * task=text-to-video|edit   plan=standard|education   size&lt;=1280x720 (as many pixels)   seconds&lt;=10   credits&lt;=40 (price of the clip)
 * cost&lt;=2000000 (micros, estimate of the service)   latency&lt;=120 (seconds, measured)   failures&lt;=20 (percent, measured)   weight=3
 * </pre>
 *
 * @param model id of the model
 * @param backend id of the one backend that may make it, or null
 * @param conditions name to value, in the order in which they were written
 */
public record Candidate(String model, String backend, Map<String, String> conditions) {
    private static final Set<String> LISTS = Set.of("task", "plan");
    private static final Set<String> NUMBERS = Set.of("seconds", "credits", "cost", "latency", "failures", "weight");
    /** Those that change from moment to moment and count until the job is begun. */
    private static final Set<String> LASTING = Set.of("cost", "latency", "failures");

    /** Copies the map. */
    public Candidate {
        conditions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    }

    /** A model on any backend, on no condition. */
    public static Candidate of(String model) {
        return new Candidate(model, null, Map.of());
    }

    /** Reads one. @throws IllegalArgumentException with a sentence about what is wrong */
    public static Candidate parse(String text) {
        String[] words = text.strip().split("\\s+");
        String[] name = words[0].split("@", 2);
        if (!name[0].matches("[a-z0-9][a-z0-9.-]{0,63}")
                || (name.length == 2 && !name[1].matches("[a-z0-9][a-z0-9-]{0,39}"))) {
            throw new IllegalArgumentException("\"" + words[0]
                    + "\" is not MODEL or MODEL@BACKEND in lower-case letters, digits, dots and dashes");
        }
        Map<String, String> conditions = new LinkedHashMap<>();
        for (String word : Arrays.copyOfRange(words, 1, words.length)) {
            condition(word, conditions);
        }
        return new Candidate(name[0], name.length == 2 ? name[1] : null, conditions);
    }

    private static void condition(String word, Map<String, String> into) {
        String[] parts = word.split("<?=", 2);
        boolean most = word.contains("<=");
        boolean good = parts.length == 2
                && (LISTS.contains(parts[0])
                        ? !most && parts[1].matches("[a-z0-9|-]{1,200}")
                        : parts[0].equals("size")
                                ? most && parts[1].matches("[0-9]{1,4}x[0-9]{1,4}")
                                : NUMBERS.contains(parts[0])
                                        && most != parts[0].equals("weight")
                                        && parts[1].matches("[0-9]{1,12}"));
        if (!good) {
            throw new IllegalArgumentException(
                    "\"" + word + "\" is no condition; there are task=, plan=, size<=, seconds<=, credits<=, cost<=,"
                            + " latency<=, failures<= and weight=");
        }
        into.put(parts[0], parts[1]);
    }

    /** Reads several, separated by commas; none from an empty text. */
    public static List<Candidate> list(String text) {
        List<Candidate> all = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                all.add(parse(part));
            }
        }
        return List.copyOf(all);
    }

    /** As {@link #list} reads them. */
    public static String text(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::toString).collect(Collectors.joining(", "));
    }

    /** A limit; {@code Long.MAX_VALUE} where there is none. */
    public long most(String name) {
        return conditions.containsKey(name) ? Long.parseLong(conditions.get(name)) : Long.MAX_VALUE;
    }

    /** Its share beside the other candidates of a weighted route; 1 unless it says otherwise. */
    public long weight() {
        return conditions.containsKey("weight") ? Long.parseLong(conditions.get("weight")) : 1;
    }

    /** Whether it asks for the plan of who orders. */
    public boolean asksPlan() {
        return conditions.containsKey("plan");
    }

    /** Which of its conditions a request does not meet. @param plan id of the plan; looked at only if {@link #asksPlan} */
    public Optional<String> refuses(String task, FrameSize size, int seconds, String plan) {
        if (!among("task", task)) {
            return Optional.of("it takes task=" + conditions.get("task"));
        } else if (asksPlan() && !among("plan", plan)) {
            return Optional.of("it takes plan=" + conditions.get("plan"));
        } else if (seconds > most("seconds")) {
            return Optional.of("it takes seconds<=" + conditions.get("seconds"));
        } else if (conditions.containsKey("size") && pixels(size) > pixels(FrameSize.parse(conditions.get("size")))) {
            return Optional.of("it takes size<=" + conditions.get("size"));
        }
        return Optional.empty();
    }

    private boolean among(String name, String value) {
        return !conditions.containsKey(name)
                || List.of(conditions.get(name).split("\\|")).contains(value);
    }

    private static long pixels(FrameSize size) {
        return (long) size.width() * size.height();
    }

    /** What is left to be looked at once a request was found to meet it. */
    public Candidate met() {
        Map<String, String> left = new LinkedHashMap<>(conditions);
        left.keySet().retainAll(LASTING);
        return new Candidate(model, backend, left);
    }

    /** Model and backend. */
    public String name() {
        return backend == null ? model : model + "@" + backend;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name());
        conditions.forEach((name, value) -> text.append(' ')
                .append(name)
                .append(LISTS.contains(name) || name.equals("weight") ? "=" : "<=")
                .append(value));
        return text.toString();
    }
}
