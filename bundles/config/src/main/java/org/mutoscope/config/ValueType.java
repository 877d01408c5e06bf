package org.mutoscope.config;

import java.util.Optional;
import java.util.function.Function;

/** The types of the metatype specification, each with the words an operator understands. */
enum ValueType {
    STRING("text", text -> text),
    PASSWORD("text", text -> text),
    LONG("a whole number", Long::valueOf),
    INTEGER("a whole number", Integer::valueOf),
    SHORT("a whole number", Short::valueOf),
    BYTE("a whole number", Byte::valueOf),
    DOUBLE("a number", text -> finite(Double.parseDouble(text))),
    FLOAT("a number", text -> (float) finite(Float.parseFloat(text))),
    CHARACTER("one character", ValueType::character),
    BOOLEAN("true or false", ValueType::bool);

    private final String words;
    private final Function<String, Object> parser;

    ValueType(String words, Function<String, Object> parser) {
        this.words = words;
        this.parser = parser;
    }

    /** The type of that name in a metatype file, whatever its case; text where it is unknown. */
    static ValueType named(String name) {
        for (ValueType type : values()) {
            if (type.name().equalsIgnoreCase(name)) {
                return type;
            }
        }
        return name.equalsIgnoreCase("Char") ? CHARACTER : STRING;
    }

    /** What a value has to be, for a sentence. */
    String words() {
        return words;
    }

    /** The value as the component gets it; nothing when the text is not of this type. */
    Optional<Object> parse(String text) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a parsed value is below {@code min} or above {@code max}; an empty bound does not bind. */
    boolean outside(Object value, String min, String max) {
        if (!(value instanceof Number)) {
            return false;
        }
        return (!min.isEmpty() && compare((Number) value, min) < 0)
                || (!max.isEmpty() && compare((Number) value, max) > 0);
    }

    private static int compare(Number value, String bound) {
        boolean whole = !(value instanceof Double) && !(value instanceof Float);
        return whole && bound.matches("[+-]?\\d+")
                ? Long.compare(value.longValue(), Long.parseLong(bound))
                : Double.compare(value.doubleValue(), Double.parseDouble(bound));
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("not finite");
        }
        return number;
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("not one character");
        }
        return text.charAt(0);
    }

    private static Boolean bool(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        return Boolean.valueOf(text);
    }
}
