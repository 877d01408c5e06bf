package org.mutoscope.rest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * The fields of a request, the same whether they came as JSON or as multipart: a tree whose leaves are text ({@code 4} and {@code "4"} are
 * one) or {@link Blob}. Objects are sorted maps, so that equal content has one digest.
 */
final class Fields implements AutoCloseable {
    private final TreeMap<String, Object> tree = new TreeMap<>();
    private final List<Upload> uploads = new ArrayList<>();
    private final List<Fields> nested = new ArrayList<>();

    /**
     * Bytes that are no text, or too many to keep.
     *
     * @param tooLong whether they might have been text, but longer than any text may be
     * @param file where they are until the fields are closed, or null if they were let go
     * @param filename what the sender calls them, or null
     */
    record Blob(long bytes, String sha256, boolean tooLong, Path file, String filename) {
        /** Bytes without a name. */
        Blob(long bytes, String sha256, boolean tooLong, Path file) {
            this(bytes, sha256, tooLong, file, null);
        }
    }

    /** A file of this request, deleted when the fields are closed. */
    void keep(Upload upload) {
        uploads.add(upload);
    }

    /** What was read out of a part; closed with these. */
    void keep(Fields inner) {
        nested.add(inner);
    }

    @Override
    public void close() {
        uploads.forEach(Upload::close);
        nested.forEach(Fields::close);
    }

    /** A field as it was given: text, {@link Blob}, list, map, or null if it is not there. */
    Object value(String name) {
        return tree.get(name);
    }

    /** Names of all fields. */
    Set<String> names() {
        return Set.copyOf(tree.keySet());
    }

    boolean has(String name) {
        return tree.containsKey(name);
    }

    /**
     * A field that is one text.
     *
     * @return null if it is not there
     * @throws Problem if it is something else
     */
    String text(String name) {
        Object value = tree.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        boolean prompt = name.equals("prompt");
        if (value instanceof Blob blob && blob.tooLong() && prompt) {
            throw new Problem(
                    Code.PROMPT_TOO_LONG, "The prompt is longer than 32,000 characters. Shorten it.", name, null);
        }
        if (value instanceof List) {
            throw new Problem(Code.INVALID_REQUEST, "Send \"" + name + "\" once.", name, null);
        }
        throw new Problem(
                prompt ? Code.INVALID_PROMPT : Code.INVALID_REQUEST,
                "\"" + name + "\" must be text in UTF-8.",
                name,
                null);
    }

    /**
     * The fields not named here, for the backend: text as it is, lists and objects as JSON. How many and how long they may be is for the road to say.
     *
     * @throws Problem {@code unsupported_feature} for a file
     */
    Map<String, String> others(Set<String> known) {
        Map<String, String> others = new HashMap<>();
        for (Map.Entry<String, Object> field : tree.entrySet()) {
            String name = field.getKey();
            if (known.contains(name)) {
                continue;
            }
            refuseBlobs(name, field.getValue());
            String value = field.getValue() instanceof String text ? text : Json.text(field.getValue());
            others.put(name, value);
        }
        return others;
    }

    private static void refuseBlobs(String name, Object value) {
        if (value instanceof Blob) {
            throw new Problem(
                    Code.UNSUPPORTED_FEATURE, "\"" + name + "\" holds a file; this version takes none.", name, null);
        }
        if (value instanceof List<?> list) {
            list.forEach(one -> refuseBlobs(name, one));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(one -> refuseBlobs(name, one));
        }
    }

    /** SHA-256 over names and values, without regard to encoding, boundary or order; 64 hexadecimal digits. */
    String sha256() {
        MessageDigest digest = Sha256.digest();
        feed(digest, tree);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void feed(MessageDigest digest, Object value) {
        if (value instanceof Map<?, ?> map) {
            digest.update((byte) '{');
            map.forEach((name, inner) -> {
                feed(digest, name);
                feed(digest, inner);
            });
            digest.update((byte) '}');
        } else if (value instanceof List<?> list) {
            digest.update((byte) '[');
            list.forEach(inner -> feed(digest, inner));
            digest.update((byte) ']');
        } else if (value instanceof Blob blob) {
            digest.update(('#' + blob.sha256()).getBytes(StandardCharsets.US_ASCII));
        } else {
            byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
            digest.update(('"' + Integer.toString(text.length) + ':').getBytes(StandardCharsets.US_ASCII));
            digest.update(text);
        }
    }

    /**
     * Puts a value at a name in brackets ({@code a[b]}, {@code a[]}); what is given several times becomes a list.
     *
     * @throws Problem {@code invalid_request} if the name makes no sense
     */
    void put(String name, Object value) {
        List<String> steps = steps(name);
        TreeMap<String, Object> at = tree;
        for (int i = 0; i < steps.size() - 1; i++) {
            at = inner(at, steps.get(i), name);
        }
        Object given = name.endsWith("[]") ? List.of(value) : value;
        at.merge(steps.get(steps.size() - 1), given, Fields::both);
    }

    @SuppressWarnings("unchecked") // every map in the tree was made here or by JsonReader
    private static TreeMap<String, Object> inner(TreeMap<String, Object> at, String step, String name) {
        Object inner = at.computeIfAbsent(step, key -> new TreeMap<String, Object>());
        if (inner instanceof TreeMap) {
            return (TreeMap<String, Object>) inner;
        }
        throw new Problem(Code.INVALID_REQUEST, "\"" + step + "\" is given as a value and as an object.", name, null);
    }

    private static Object both(Object first, Object second) {
        List<Object> both = first instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(first));
        if (second instanceof List<?> more) {
            both.addAll(more);
        } else {
            both.add(second);
        }
        return both;
    }

    /** {@code a[b][c]} is a, b, c; the brackets of a list, {@code a[]}, say no more than that it is repeated. */
    private static List<String> steps(String name) {
        List<String> steps = new ArrayList<>();
        int open = name.indexOf('[');
        if (open <= 0 || !name.endsWith("]")) {
            return List.of(name);
        }
        steps.add(name.substring(0, open));
        while (open >= 0 && open < name.length()) {
            int close = name.indexOf(']', open);
            if (close < 0 || name.charAt(open) != '[' || steps.size() > 16) {
                return List.of(name);
            }
            if (close > open + 1) {
                steps.add(name.substring(open + 1, close));
            }
            open = close + 1;
        }
        return steps;
    }
}
