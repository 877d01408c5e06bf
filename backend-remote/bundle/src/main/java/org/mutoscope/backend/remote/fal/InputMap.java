package org.mutoscope.backend.remote.fal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.backend.remote.job.Aspect;
import org.mutoscope.backend.remote.job.Order;
import org.mutoscope.backend.remote.job.Pictures;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Json;

/** Which of ours goes into which field of a model's input, as the configuration says. Immutable. */
public final class InputMap {
    private static final String USUAL =
            "prompt:prompt|aspect_ratio:ratio|duration:seconds|resolution:resolution|seed:seed|image_url:image";
    private static final Set<String> SLOTS = Set.of(
            "prompt",
            "negative",
            "seconds",
            "number",
            "ratio",
            "resolution",
            "width",
            "height",
            "size",
            "seed",
            "image");

    private final Map<String, String> slots;
    private final Map<String, JsonNode> constants;

    private InputMap(Map<String, String> slots, Map<String, JsonNode> constants) {
        this.slots = Map.copyOf(slots);
        this.constants = Map.copyOf(constants);
    }

    /**
     * Reads the words {@code map=FIELD:SLOT|...} and {@code set=FIELD:VALUE|...}; a dot in a field leads into an object.
     *
     * @throws IllegalArgumentException if one has another form
     */
    public static InputMap of(Map<String, String> words) {
        Map<String, String> slots = pairs(words.getOrDefault("map", USUAL));
        for (String slot : slots.values()) {
            if (!SLOTS.contains(slot)) {
                throw new IllegalArgumentException("map has no " + slot + "; there are " + new TreeSet<>(SLOTS));
            }
        }
        Map<String, JsonNode> constants = new LinkedHashMap<>();
        pairs(words.getOrDefault("set", "")).forEach((field, value) -> constants.put(field, constant(value)));
        return new InputMap(slots, constants);
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("\\|")) {
            int colon = pair.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("map and set are written FIELD:WHAT|FIELD:WHAT, not " + pair);
            }
            pairs.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
        return pairs;
    }

    private static JsonNode constant(String value) {
        JsonNode read = Json.read(value);
        return read.isNumber() || read.isBoolean() ? read : Json.object().textNode(value);
    }

    /** The input for an order. */
    ObjectNode input(Order order) throws CallFault {
        ObjectNode input = Json.object();
        constants.forEach((field, value) -> place(input, field, value));
        for (Map.Entry<String, String> entry : slots.entrySet()) {
            JsonNode value = value(entry.getValue(), order);
            if (!value.isNull()) {
                place(input, entry.getKey(), value);
            }
        }
        return input;
    }

    private static void place(ObjectNode input, String field, JsonNode value) {
        ObjectNode at = input;
        String[] path = field.split("\\.");
        for (int i = 0; i < path.length - 1; i++) {
            at = at.withObjectProperty(path[i]);
        }
        at.set(path[path.length - 1], value);
    }

    private static JsonNode value(String slot, Order order) throws CallFault {
        RenderRequest request = order.request();
        ObjectNode make = Json.object();
        return switch (slot) {
            case "prompt" -> make.textNode(request.prompt());
            case "negative" -> order.parameter("negative_prompt")
                    .<JsonNode>map(make::textNode)
                    .orElse(make.nullNode());
            case "seconds" -> make.textNode(Integer.toString(request.seconds()));
            case "number" -> make.numberNode(request.seconds());
            case "ratio" -> make.textNode(Aspect.ratio(request.size()));
            case "resolution" -> make.textNode(Aspect.resolution(request.size()));
            case "width" -> make.numberNode(request.size().width());
            case "height" -> make.numberNode(request.size().height());
            case "size" -> make.textNode(request.size().toString());
            case "seed" -> make.numberNode(request.seed() & 0x7fff_ffffL);
            default -> order.firstFrame().isPresent()
                    ? make.textNode(Pictures.dataAddress(order.firstFrame().get()))
                    : make.nullNode();
        };
    }
}
