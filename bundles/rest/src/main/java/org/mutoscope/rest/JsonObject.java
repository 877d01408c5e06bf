package org.mutoscope.rest;

import java.util.LinkedHashMap;

/** An object to be written as JSON: keeps its order and takes nulls. */
final class JsonObject extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    JsonObject and(String name, Object value) {
        put(name, value);
        return this;
    }
}
