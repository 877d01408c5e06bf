package org.mutoscope.backend.remote.standins;

import java.util.List;
import java.util.Map;

/** Checks a schema the way strict mode does: every object says that it is closed and that all of its properties are required. */
final class Schema {
    private Schema() {}

    /** The schema of a response format; null if it has none. */
    static Object of(Map<String, Object> format) {
        if (!"json_schema".equals(format.get("type"))) {
            return null;
        }
        Map<String, Object> named = Asked.object(format.get("json_schema"));
        if (named == null || !(named.get("name") instanceof String name) || !name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw Dialect.bad("invalid_value", "Missing or wrong parameter: 'response_format.json_schema.name'.");
        } else if (Asked.object(named.get("schema")) == null) {
            throw Dialect.bad(
                    "missing_required_parameter", "Missing required parameter: 'response_format.json_schema.schema'.");
        } else if (Boolean.TRUE.equals(named.get("strict"))) {
            check(Asked.object(named.get("schema")), "()");
        }
        return named.get("schema");
    }

    private static void check(Map<String, Object> schema, String place) {
        Map<String, Object> properties = Asked.object(schema.get("properties"));
        if (properties != null) {
            if (!Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                throw invalid(place, "'additionalProperties' is required to be supplied and to be false.");
            } else if (!Asked.list(schema.get("required")).containsAll(properties.keySet())) {
                throw invalid(place, "'required' is required to be supplied and to include every key in properties.");
            }
            properties.forEach((name, value) -> inner(value, place + "." + name));
        }
        inner(schema.get("items"), place + "[]");
        for (Object choice : List.copyOf(Asked.list(schema.get("anyOf")))) {
            inner(choice, place + "|");
        }
    }

    private static void inner(Object value, String place) {
        if (Asked.object(value) != null) {
            check(Asked.object(value), place);
        }
    }

    private static Refusal invalid(String place, String why) {
        return Dialect.bad(
                "invalid_json_schema", "Invalid schema for response_format: In context=" + place + ", " + why);
    }
}
