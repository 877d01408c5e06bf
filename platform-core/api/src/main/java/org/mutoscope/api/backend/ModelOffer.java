package org.mutoscope.api.backend;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mutoscope.api.media.FrameSize;

/**
 * A named model of a backend and what can be asked of it. Built with {@link #named}.
 *
 * @param id name of the model, lower-case letters, digits, dots and dashes, at most 64
 * @param title name for people
 * @param licence SPDX id or short name of the licence of the weights, or {@code "service"}
 * @param tasks what it can do: {@link #TEXT_TO_VIDEO} and others
 * @param sizes sizes it delivers; empty means any even size
 * @param seconds lengths it delivers; empty means any from 1 to 120
 * @param attributes facts about the model: the names below, and others with the partner's prefix; shown in listings
 */
public record ModelOffer(
        String id,
        String title,
        String licence,
        Set<String> tasks,
        Set<FrameSize> sizes,
        Set<Integer> seconds,
        Map<String, String> attributes) {
    /** Task: a clip from words alone. */
    public static final String TEXT_TO_VIDEO = "text-to-video";
    /** Task: a clip that begins with a given picture. */
    public static final String IMAGE_TO_VIDEO = "image-to-video";
    /** Task: what comes after the end of another clip; the platform puts the two together. */
    public static final String EXTEND = "extend";
    /** Task: another clip made from a clip. */
    public static final String EDIT = "edit";

    /** Attribute: {@code true} if clips come with sound. */
    public static final String AUDIO = "mutoscope.audio";
    /** Attribute: {@code true} if the seed is kept to. */
    public static final String SEED = "mutoscope.seed";
    /** Attribute: {@code true} if a clip that has begun can be stopped; {@code false} if it is paid to the end. */
    public static final String CANCEL = "mutoscope.cancel";
    /** Attribute: {@code true} if the service calls back when a clip is done. */
    public static final String CALLBACK = "mutoscope.callback";
    /** Attribute: the rule of what a clip costs the operator, for people. */
    public static final String PRICE = "mutoscope.price";
    /** Attribute: what the service gives back for a clip that failed or was cancelled, for people. */
    public static final String REFUND = "mutoscope.refund";
    /** Attribute: hours for which the service keeps a clip that is done, a whole number. */
    public static final String OUTPUT_HOURS = "mutoscope.output.hours";
    /**
     * Attribute: the words that a model with a list of words knows, in lower case: phrases, separated by commas, then a semicolon and words that it reads over.
     * {@code cat,dog,teddy bear;a,the}. With it the platform can tell creators which words nobody will draw. Listings show how many there are.
     */
    public static final String VOCABULARY = "mutoscope.vocabulary";

    /** An offer without attributes. */
    public ModelOffer(
            String id, String title, String licence, Set<String> tasks, Set<FrameSize> sizes, Set<Integer> seconds) {
        this(id, title, licence, tasks, sizes, seconds, Map.of());
    }

    /** Copies the sets. @throws IllegalArgumentException if the id has another form or there is no task */
    public ModelOffer {
        Objects.requireNonNull(title);
        Objects.requireNonNull(licence);
        tasks = Set.copyOf(tasks);
        sizes = Set.copyOf(sizes);
        seconds = Set.copyOf(seconds);
        attributes = Map.copyOf(attributes);
        if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}") || tasks.isEmpty()) {
            throw new IllegalArgumentException(
                    "a model has an id of lower-case letters, digits, dots and dashes and at least one task: " + id);
        }
    }

    /** Begins an offer for text to video. */
    public static Builder named(String id) {
        return new Builder(id);
    }

    /** Whether a clip of this size and length can be asked for. */
    public boolean delivers(FrameSize size, int length) {
        boolean even = size.width() % 2 == 0 && size.height() % 2 == 0;
        return (sizes.isEmpty() ? even : sizes.contains(size))
                && (seconds.isEmpty() ? length >= 1 && length <= 120 : seconds.contains(length));
    }

    /** Collects the parts of an offer. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private String title;
        private String licence = "service";
        private final Set<String> tasks = new TreeSet<>();
        private final Set<FrameSize> sizes = new java.util.HashSet<>();
        private final Set<Integer> seconds = new TreeSet<>();
        private final Map<String, String> attributes = new TreeMap<>();

        private Builder(String id) {
            this.id = id;
            this.title = id;
        }

        /** Sets the name for people. */
        public Builder title(String text) {
            title = text;
            return this;
        }

        /** Sets the licence. */
        public Builder licence(String text) {
            licence = text;
            return this;
        }

        /** Adds a task; without any it is {@link #TEXT_TO_VIDEO}. */
        public Builder task(String task) {
            tasks.add(task);
            return this;
        }

        /** Adds a size, written {@code WIDTHxHEIGHT}. */
        public Builder size(String size) {
            sizes.add(FrameSize.parse(size));
            return this;
        }

        /** Adds lengths. */
        public Builder seconds(int... lengths) {
            for (int length : lengths) {
                seconds.add(length);
            }
            return this;
        }

        /** Adds a fact, for example {@link #PRICE}. */
        public Builder attribute(String name, String value) {
            attributes.put(name, value);
            return this;
        }

        /** Makes the offer. */
        public ModelOffer build() {
            Set<String> able = tasks.isEmpty() ? Set.of(TEXT_TO_VIDEO) : tasks;
            return new ModelOffer(id, title, licence, able, sizes, seconds, attributes);
        }
    }
}
