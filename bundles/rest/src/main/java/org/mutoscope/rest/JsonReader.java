package org.mutoscope.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Reads a JSON object into {@link Fields}, token by token: what is not wanted is skipped and never in memory. */
final class JsonReader {
    private final JsonParser parser;
    private final UnaryOperator<Object> meaning;
    private String top;

    private JsonReader(JsonParser parser, UnaryOperator<Object> meaning) {
        this.parser = parser;
        this.meaning = meaning;
    }

    /**
     * Reads one object whose texts may be data URLs; those become files of the fields, which are to be closed.
     *
     * @param skipped as below
     * @param folder for the files
     */
    static Fields withFiles(InputStream in, Set<String> skipped, Path folder) {
        Fields fields = new Fields();
        boolean whole = false;
        DataUrlFilter filter = new DataUrlFilter(new BufferedInputStream(in, 16_384), fields, folder);
        try (JsonParser parser = Json.FACTORY.createParser(filter)) {
            new JsonReader(parser, text -> {
                        Fields.Blob blob = filter.of((String) text);
                        return blob == null ? text : blob;
                    })
                    .object(skipped, fields);
            whole = true;
            return fields;
        } catch (JsonProcessingException e) {
            throw problem(e);
        } catch (UncheckedIOException e) {
            throw new Problem(
                    Code.DISK_FULL, "The file could not be taken: there is no room for it. Try again later.", null, e);
        } catch (IOException e) {
            throw new Problem(Code.INVALID_JSON, "The body ended before the JSON did. Send it again.", null, e);
        } finally {
            if (!whole) {
                fields.close();
            }
        }
    }

    /**
     * Reads one object and nothing behind it.
     *
     * @param skipped names of fields of which it is enough to know that they are there
     * @throws Problem {@code invalid_json}, {@code prompt_too_long}
     */
    static Fields object(InputStream in, Set<String> skipped) {
        try (JsonParser parser = Json.FACTORY.createParser(in)) {
            return new JsonReader(parser, UnaryOperator.identity()).object(skipped, new Fields());
        } catch (JsonProcessingException e) {
            throw problem(e);
        } catch (IOException e) {
            throw new Problem(Code.INVALID_JSON, "The body ended before the JSON did. Send it again.", null, e);
        }
    }

    /** Reads a list or an object from text. @return null if it is neither */
    static Object nested(String text) {
        try (JsonParser parser = Json.FACTORY.createParser(text)) {
            JsonReader reader = new JsonReader(parser, UnaryOperator.identity());
            JsonToken first = parser.nextToken();
            Object value = first != null && first.isStructStart() ? reader.value() : null;
            return parser.nextToken() == null ? value : null;
        } catch (IOException e) {
            return null;
        }
    }

    private Fields object(Set<String> skipped, Fields fields) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new Problem(Code.INVALID_JSON, "The body must be one JSON object, like {\"prompt\": \"...\"}.");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            top = parser.currentName();
            JsonToken token = parser.nextToken();
            if (fields.has(top)) {
                throw new Problem(Code.INVALID_JSON, "The field \"" + top + "\" is given twice.", top, null);
            }
            if (skipped.contains(top) && token != JsonToken.VALUE_NULL) {
                parser.skipChildren();
                fields.put(top, new Fields.Blob(0, "", false, null));
            } else if (token != JsonToken.VALUE_NULL) {
                fields.put(top, value());
            }
        }
        if (parser.nextToken() != null) {
            throw new Problem(Code.INVALID_JSON, "There is more behind the JSON object. Send one object.");
        }
        return fields;
    }

    private Object value() throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            TreeMap<String, Object> map = new TreeMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_NULL) {
                    map.put(name, value());
                }
            }
            return map;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value());
            }
            return list;
        }
        return meaning.apply(text());
    }

    private String text() throws IOException {
        try {
            return Text.checked(top, parser.getText());
        } catch (StreamConstraintsException e) {
            if ("prompt".equals(top)) {
                throw new Problem(
                        Code.PROMPT_TOO_LONG, "The prompt is longer than 32,000 characters. Shorten it.", top, e);
            }
            throw e;
        }
    }

    private static Problem problem(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return new Problem(
                    Code.INVALID_JSON,
                    "The JSON is nested deeper than " + Json.MAX_DEPTH + " levels or holds a text longer than "
                            + Json.MAX_TEXT + " characters.",
                    null,
                    e);
        }
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new Problem(Code.INVALID_JSON, "The body is not JSON" + where + ".", null, e);
    }
}
