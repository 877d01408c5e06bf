package org.mutoscope.worker.caption;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;

/** A vocabulary as fields of a message: {@code slots}, {@code ignored} (a list) and {@code word.PHRASE=SLOT:ID}. */
public final class VocabularyFields {
    private static final String WORD = "word.";

    private VocabularyFields() {}

    /** Adds the vocabulary to the fields. */
    public static void write(Vocabulary vocabulary, Fields fields) {
        fields.put("slots", vocabulary.slots());
        fields.put("ignored", List.copyOf(vocabulary.ignored()));
        vocabulary
                .phrases()
                .forEach((phrase, meaning) -> fields.put(WORD + phrase, meaning.slot() + ":" + meaning.id()));
    }

    /** Finds the vocabulary in the fields, if there is one. @throws GarbledException if it makes no sense */
    public static Optional<Vocabulary> read(Fields fields) throws GarbledException {
        if (!fields.all().containsKey("slots")) {
            return Optional.empty();
        }
        try {
            Map<String, Vocabulary.Meaning> phrases = new HashMap<>();
            fields.all().forEach((key, value) -> {
                if (key.startsWith(WORD)) {
                    phrases.put(key.substring(WORD.length()), meaning(value));
                }
            });
            return Optional.of(
                    new Vocabulary(fields.number("slots", 1, 64), phrases, Set.copyOf(fields.list("ignored"))));
        } catch (IllegalArgumentException e) {
            throw new GarbledException("the vocabulary makes no sense: " + e.getMessage());
        }
    }

    private static Vocabulary.Meaning meaning(String value) {
        int colon = value.indexOf(':');
        return new Vocabulary.Meaning(
                Integer.parseInt(value.substring(0, Math.max(0, colon))), Integer.parseInt(value.substring(colon + 1)));
    }
}
