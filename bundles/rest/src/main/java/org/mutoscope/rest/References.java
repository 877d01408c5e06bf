package org.mutoscope.rest;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Shelf;

/** Finds in the fields of an order what the clip is to be made from, whichever form an SDK gives it. What was sent in letters or lies on the shelf becomes a file of the fields. */
final class References {
    /** Part that holds a first frame. */
    static final String PICTURE = "input_reference";
    /** The same as an address, as the SDKs spell it in multipart. */
    static final String PICTURE_URL = "input_reference[image_url]";
    /** Part that holds a clip, or names one. */
    static final String VIDEO = "video";
    /** Largest first frame, in bytes. */
    static final long MOST_PICTURE_BYTES = 20_000_000;
    /** The same in base64, with room for the begin of a data URL. */
    static final long MOST_PICTURE_LETTERS = 4 * ((MOST_PICTURE_BYTES + 2) / 3) + 1_000;

    private final House house;
    private final String accountId;
    private final Fields fields;
    private final Path folder;

    /** @param folder for files */
    References(House house, String accountId, Fields fields, Path folder) {
        this.house = house;
        this.accountId = accountId;
        this.fields = fields;
        this.folder = folder;
    }

    /** A clip to work on: one of the two. */
    record Clip(Path file, String id) {}

    /** The first frame, or null. */
    Path picture() throws IOException {
        Object value = fields.value(PICTURE);
        if (value == null) {
            return null;
        }
        Fields.Blob blob = value instanceof Map<?, ?> map ? named(map) : inLetters(value);
        if (blob.bytes() > MOST_PICTURE_BYTES) {
            throw bad("The picture has " + blob.bytes() + " bytes; " + MOST_PICTURE_BYTES + " is the most.");
        }
        return blob.file();
    }

    /** {@code {image_url}} or {@code {file_id}}. */
    private Fields.Blob named(Map<?, ?> map) throws IOException {
        if (map.size() != 1 || !(map.containsKey("image_url") || map.containsKey("file_id"))) {
            throw bad("\"" + PICTURE + "\" has either \"image_url\" or \"file_id\", and nothing else.");
        }
        Object url = map.get("image_url");
        if (url != null) {
            return url instanceof String text && !DataUrl.is(text) ? fetched(text) : inLetters(url);
        }
        if (map.get("file_id") instanceof String id) {
            return fromShelf(id);
        }
        throw bad("\"file_id\" is the id of one file.");
    }

    /** A picture as it is, or as a data URL; that one may be so long that it lies in a file itself. */
    private Fields.Blob inLetters(Object value) throws IOException {
        if (value instanceof String text) {
            if (!DataUrl.is(text)) {
                throw bad("\"" + PICTURE + "\" must be a PNG, JPEG or WebP picture.");
            }
            return DataUrl.decode(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), fields, folder);
        }
        if (!(value instanceof Fields.Blob blob) || blob.file() == null) {
            throw bad("Send one picture in \"" + PICTURE + "\".");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(blob.file()))) {
            in.mark(16);
            String start = new String(in.readNBytes(16), StandardCharsets.ISO_8859_1);
            in.reset();
            if (DataUrl.is(start)) {
                return DataUrl.decode(in, fields, folder);
            }
            if (start.startsWith("{")) {
                return structured(in);
            }
        }
        return blob;
    }

    /** A part that holds an object as JSON, with a picture in it that is longer than any text may be. */
    private Fields.Blob structured(InputStream in) throws IOException {
        Fields inner = JsonReader.withFiles(in, Set.of(), folder);
        fields.keep(inner);
        Object url = inner.value("image_url");
        if (!(url instanceof Fields.Blob blob)) {
            throw bad("\"" + PICTURE + "\" must be a PNG, JPEG or WebP picture.");
        }
        return blob;
    }

    /** Fetches a picture past the address guard. @throws Problem {@code fetching_off} unless the operator allows it */
    private Fields.Blob fetched(String address) throws IOException {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw bad("\"image_url\" is no address.");
        }
        Upload upload = Upload.into(folder);
        fields.keep(upload);
        Path file = upload.finished();
        long bytes = house.outward().fetch(uri, file);
        return new Fields.Blob(bytes, "", false, file); // the request is known by its address
    }

    private Fields.Blob fromShelf(String id) throws IOException {
        Shelf.Kept kept = FilesResource.find(house, accountId, id);
        if (kept.stored().bytes() > MOST_PICTURE_BYTES) {
            throw bad("The picture has " + kept.stored().bytes() + " bytes; " + MOST_PICTURE_BYTES + " is the most.");
        }
        Upload upload = Upload.into(folder);
        fields.keep(upload);
        byte[] buffer = new byte[16_384];
        try (InputStream in = house.clips().open(kept.stored(), 0)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                upload.add(buffer, 0, got);
            }
        } catch (IOException e) {
            throw new Problem(
                    Code.STORAGE_UNAVAILABLE, "The file cannot be read at the moment. Try again later.", null, e);
        }
        return new Fields.Blob(kept.stored().bytes(), kept.stored().sha256(), false, upload.finished());
    }

    private static Problem bad(String message) {
        return new Problem(Code.INVALID_PICTURE, message + " Nothing was charged.", PICTURE, null);
    }

    /** The clip that is to be worked on. */
    Clip clip() {
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
    List<String> characters() {
        return ids(fields.value("characters"));
    }

    /** The ids in a value of this form; none of null. @throws Problem {@code invalid_character} */
    static List<String> ids(Object value) {
        List<String> ids = new ArrayList<>();
        collect(value, ids);
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
        if (ids.stream().anyMatch(id -> !Owned.isId(id))) {
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
