package org.mutoscope.worker.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An object of model.json whose values are read with their limits. Unknown keys are left alone: {@code format} guards the meaning. */
final class JsonFields {
    private final String path;
    private final JsonNode node;

    /** @throws PackageProblem if it is no object */
    JsonFields(String path, JsonNode node) throws PackageProblem {
        if (!node.isObject()) {
            throw PackageProblem.field(path.isEmpty() ? "its content" : path, "an object");
        }
        this.path = path;
        this.node = node;
    }

    JsonFields object(String key) throws PackageProblem {
        return new JsonFields(name(key), node.path(key));
    }

    /** The members of an object, each an object; none if the key is missing. */
    Map<String, JsonFields> objects(String key) throws PackageProblem {
        Map<String, JsonFields> members = new LinkedHashMap<>();
        if (node.has(key)) {
            JsonFields parent = object(key);
            for (Map.Entry<String, JsonNode> member : parent.node.properties()) {
                members.put(member.getKey(), new JsonFields(parent.name(member.getKey()), member.getValue()));
            }
        }
        return members;
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** The members of an object whose values are texts, or a list of texts that stand for themselves. */
    Map<String, String> names(String key, Pattern form, String wanted) throws PackageProblem {
        Map<String, String> names = new LinkedHashMap<>();
        if (node.path(key).isArray()) {
            texts(key, form, wanted).forEach(name -> names.put(name, name));
            return names;
        }
        JsonFields object = object(key);
        for (Map.Entry<String, JsonNode> member : object.node.properties()) {
            names.put(member.getKey(), text(object.name(member.getKey()), member.getValue(), form, wanted));
        }
        return names;
    }

    /** The objects of a list; none if the key is missing. */
    List<JsonFields> list(String key) throws PackageProblem {
        List<JsonFields> members = new ArrayList<>();
        if (has(key)) {
            for (JsonNode item : items(key)) {
                members.add(new JsonFields(name(key), item));
            }
        }
        return members;
    }

    /** A text of any content, or what stands for a missing one. */
    String textOr(String key, String missing) throws PackageProblem {
        if (has(key) && !node.path(key).isTextual()) {
            throw PackageProblem.field(name(key), "a text");
        }
        return node.path(key).asText(missing);
    }

    String text(String key, Pattern form, String wanted) throws PackageProblem {
        return text(name(key), node.path(key), form, wanted);
    }

    List<String> texts(String key, Pattern form, String wanted) throws PackageProblem {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : items(key)) {
            texts.add(text(name(key), item, form, wanted));
        }
        return texts;
    }

    long whole(String key, long least, long most) throws PackageProblem {
        return whole(name(key), node.path(key), least, most);
    }

    List<Integer> wholes(String key, int least, int most) throws PackageProblem {
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode item : items(key)) {
            numbers.add((int) whole(name(key), item, least, most));
        }
        return numbers;
    }

    long whole(String key, long least, long most, long missing) throws PackageProblem {
        return has(key) ? whole(key, least, most) : missing;
    }

    float decimal(String key, double least, double most) throws PackageProblem {
        return decimal(name(key), node.path(key), least, most);
    }

    float decimal(String key, double least, double most, float missing) throws PackageProblem {
        return has(key) ? decimal(key, least, most) : missing;
    }

    /** Whether it says so; a missing key says no. */
    boolean flag(String key) throws PackageProblem {
        if (has(key) && !node.path(key).isBoolean()) {
            throw PackageProblem.field(name(key), "true or false");
        }
        return node.path(key).asBoolean();
    }

    /** Numbers; none if the key is missing. */
    List<Float> decimals(String key, double least, double most) throws PackageProblem {
        List<Float> numbers = new ArrayList<>();
        // An empty list says what a missing key says.
        if (has(key) && !node.path(key).isEmpty()) {
            for (JsonNode item : items(key)) {
                numbers.add(decimal(name(key), item, least, most));
            }
        }
        return List.copyOf(numbers);
    }

    private static float decimal(String name, JsonNode node, double least, double most) throws PackageProblem {
        double value = node.asDouble(Double.NaN);
        if (!node.isNumber() || !(value >= least && value <= most)) {
            throw PackageProblem.field(name, "a number from " + least + " to " + most);
        }
        return (float) value;
    }

    private JsonNode items(String key) throws PackageProblem {
        JsonNode items = node.path(key);
        if (!items.isArray() || items.isEmpty() || items.size() > 1000) {
            throw PackageProblem.field(name(key), "a list of 1 to 1,000 values");
        }
        return items;
    }

    private static String text(String name, JsonNode value, Pattern form, String wanted) throws PackageProblem {
        if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
            throw PackageProblem.field(name, wanted);
        }
        return value.textValue();
    }

    private static long whole(String name, JsonNode value, long least, long most) throws PackageProblem {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw PackageProblem.field(name, "a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    private String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
