package org.mutoscope.rest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Finds in the fields of an order what the clip is to be made from, whichever form an SDK gives it. */
final class References {
    /** Part that holds a first frame. */
    static final String PICTURE = "input_reference";
    /** Part that holds a clip, or names one. */
    static final String VIDEO = "video";
    /** Largest first frame, in bytes. */
    static final long MOST_PICTURE_BYTES = 20_000_000;

    private References() {}

    /** A clip to work on: one of the two. */
    record Clip(Path file, String id) {}

    /** The first frame, or null. */
    static Path picture(Fields fields) {
        Object value = fields.value(PICTURE);
        if (value == null) {
            return null;
        }
        if (value instanceof Fields.Blob blob && blob.file() != null) {
            if (blob.bytes() <= MOST_PICTURE_BYTES) {
                return blob.file();
            }
            throw new Problem(
                    Code.INVALID_PICTURE,
                    "The picture has " + blob.bytes() + " bytes; " + MOST_PICTURE_BYTES + " is the most.",
                    PICTURE,
                    null);
        }
        if (value instanceof String) {
            throw new Problem(
                    Code.INVALID_PICTURE, "\"" + PICTURE + "\" must be a PNG, JPEG or WebP picture.", PICTURE, null);
        }
        throw new Problem(
                Code.UNSUPPORTED_FEATURE,
                "Send one picture itself, as a file of multipart/form-data in the part \"" + PICTURE
                        + "\"; this version takes neither addresses nor ids of files. Nothing was charged.",
                PICTURE,
                null);
    }

    /** The clip that is to be worked on. */
    static Clip clip(Fields fields) {
        Object video = fields.value(VIDEO);
        if (video instanceof Fields.Blob blob && blob.file() != null) {
            return new Clip(blob.file(), null);
        }
        if (video instanceof Map<?, ?> map && map.size() == 1 && map.get("id") instanceof String id) {
            return new Clip(null, id);
        }
        throw new Problem(
                Code.INVALID_REQUEST,
                "Send the video as a file in the part \"" + VIDEO + "\" of multipart/form-data, or name one that was"
                        + " made here as {\"video\": {\"id\": \"video_...\"}}.",
                VIDEO,
                null);
    }

    /** Ids of the characters; {@code characters[][id]}, {@code characters[0][id]} and a list in JSON say the same. */
    static List<String> characters(Fields fields) {
        List<String> ids = new ArrayList<>();
        collect(fields.value("characters"), ids);
        return ids;
    }

    private static void collect(Object value, List<String> ids) {
        if (value instanceof String id) {
            ids.add(id);
        } else if (value instanceof List<?> list) {
            list.forEach(one -> collect(one, ids));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, one) -> {
                if (!"id".equals(name) && !String.valueOf(name).matches("[0-9]{1,3}")) {
                    throw badCharacters();
                }
                collect(one, ids);
            });
        } else if (value != null) {
            throw badCharacters();
        }
    }

    private static Problem badCharacters() {
        return new Problem(
                Code.INVALID_CHARACTER,
                "Name characters as {\"characters\": [{\"id\": \"char_...\"}]}.",
                "characters",
                null);
    }
}
