package org.mutoscope.backend.remote.comfyui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mutoscope.backend.remote.wire.Json;

/**
 * A graph in ComfyUI's API format with named slots: a text that is nothing but {@code %seed%} becomes a number, {@code %prompt%} inside a
 * text becomes part of it. Immutable.
 */
public final class Workflow {
    private static final Pattern SLOT = Pattern.compile("%([a-z]+)%");
    private static final Set<String> KNOWN =
            Set.of("prompt", "negative", "seed", "width", "height", "frames", "fps", "seconds", "image", "key");
    private static final int LARGEST = 4 << 20;

    private final JsonNode graph;

    private Workflow(JsonNode graph) {
        this.graph = graph;
    }

    /** Reads a file. @throws IllegalArgumentException if it is no graph in API format, or has a slot that there is not */
    public static Workflow read(Path file) {
        JsonNode graph;
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("workflow " + file.getFileName() + " is larger than 4 MiB");
            }
            graph = Json.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("workflow " + file + " cannot be read");
        }
        boolean nodes = graph.isObject() && !graph.isEmpty();
        for (JsonNode node : graph) {
            nodes &= node.path("class_type").isTextual() && node.path("inputs").isObject();
        }
        if (!nodes) {
            throw new IllegalArgumentException(
                    "workflow " + file.getFileName() + " is no graph in API format: use Export (API) in ComfyUI");
        }
        Matcher slots = SLOT.matcher(graph.toString());
        boolean prompt = false;
        while (slots.find()) {
            if (!KNOWN.contains(slots.group(1))) {
                throw new IllegalArgumentException("workflow " + file.getFileName() + " has a slot " + slots.group()
                        + "; there are " + new TreeSet<>(KNOWN));
            }
            prompt |= slots.group(1).equals("prompt") || slots.group(1).equals("image");
        }
        if (!prompt) {
            throw new IllegalArgumentException("workflow " + file.getFileName()
                    + " has neither %prompt% nor %image%: every clip would be the same");
        }
        return new Workflow(graph);
    }

    /** Fills the slots. @param values numbers and texts by name; one that is missing is empty */
    JsonNode filled(Map<String, Object> values) {
        return filled(graph, values);
    }

    private static JsonNode filled(JsonNode node, Map<String, Object> values) {
        if (node.isTextual()) {
            return text(node.asText(), values);
        } else if (node.isObject()) {
            ObjectNode copy = Json.object();
            node.properties().forEach(e -> copy.set(e.getKey(), filled(e.getValue(), values)));
            return copy;
        } else if (node.isArray()) {
            ArrayNode copy = Json.object().arrayNode();
            node.forEach(part -> copy.add(filled(part, values)));
            return copy;
        }
        return node;
    }

    private static JsonNode text(String text, Map<String, Object> values) {
        Matcher slot = SLOT.matcher(text);
        if (slot.matches() && values.get(slot.group(1)) instanceof Long number) {
            return Json.object().numberNode(number);
        }
        String filled = slot.replaceAll(
                found -> Matcher.quoteReplacement(String.valueOf(values.getOrDefault(found.group(1), ""))));
        return Json.object().textNode(filled);
    }
}
