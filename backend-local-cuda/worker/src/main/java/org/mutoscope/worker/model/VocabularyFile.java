package org.mutoscope.worker.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.worker.caption.Pair;
import org.mutoscope.worker.caption.Vocabulary;

/**
 * Reads {@code vocabulary.json}: {@code {"version":1,"slots":[...],"words":{"cat":{"slot":0,"id":1}},"ignore":["the"]}}. Version 1, which need not be said,
 * takes the first phrase for each slot; version 2 tells two things apart: {@code "second":{"object":"object2"},"before":["size"],"shared":["motion"]},
 * see {@link Pair}.
 */
public final class VocabularyFile {
    private static final long LARGEST = 1 << 20;
    // The whole vocabulary goes to the platform in one message of 1 MiB.
    private static final int MOST_WORDS = 10_000;
    private static final int PAIRS = 2;

    private VocabularyFile() {}

    /** Reads and checks. @throws PackageProblem if it is no vocabulary */
    public static Vocabulary read(Path file) throws PackageProblem {
        try {
            if (Files.size(file) > LARGEST) {
                throw invalid("it has more than 1 MiB");
            }
            return vocabulary(new ObjectMapper().readTree(Files.readAllBytes(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    private static Vocabulary vocabulary(JsonNode json) throws PackageProblem {
        int version = json.path("version").asInt(1);
        if (version != 1 && version != PAIRS) {
            throw invalid("it has version " + json.path("version") + ", this Mutoscope reads 1 and 2");
        }
        JsonNode words = json.path("words");
        if (!json.path("slots").isArray()
                || !words.isObject()
                || words.size() > MOST_WORDS
                || json.path("ignore").size() > MOST_WORDS) {
            throw invalid("it needs a list \"slots\" and an object \"words\" of at most " + MOST_WORDS + " words");
        }
        Map<String, Vocabulary.Meaning> phrases = new HashMap<>();
        for (Map.Entry<String, JsonNode> word : words.properties()) {
            phrases.put(
                    word.getKey(),
                    new Vocabulary.Meaning(number(word.getValue(), "slot"), number(word.getValue(), "id")));
        }
        Set<String> ignored = new HashSet<>();
        json.path("ignore").forEach(word -> ignored.add(word.asText()));
        return new Vocabulary(
                json.path("slots").size(),
                phrases,
                ignored,
                version == PAIRS ? Optional.of(pair(json)) : Optional.empty());
    }

    private static Pair pair(JsonNode json) {
        List<String> slots = new ArrayList<>();
        json.path("slots").forEach(slot -> slots.add(slot.asText()));
        Map<Integer, Integer> second = new HashMap<>();
        for (Map.Entry<String, JsonNode> place : json.path("second").properties()) {
            second.put(
                    slots.indexOf(place.getKey()),
                    slots.indexOf(place.getValue().asText()));
        }
        return new Pair(second, numbers(slots, json.path("before")), numbers(slots, json.path("shared")));
    }

    private static Set<Integer> numbers(List<String> slots, JsonNode names) {
        Set<Integer> numbers = new HashSet<>();
        names.forEach(name -> numbers.add(slots.indexOf(name.asText())));
        return numbers;
    }

    private static int number(JsonNode word, String key) throws PackageProblem {
        if (!word.path(key).isInt()) {
            throw invalid("each word needs whole numbers \"slot\" and \"id\"");
        }
        return word.path(key).intValue();
    }

    private static PackageProblem invalid(String what) {
        return new PackageProblem(
                "model_vocabulary_invalid", "the vocabulary cannot be used: " + what + "; ask the publisher");
    }
}
