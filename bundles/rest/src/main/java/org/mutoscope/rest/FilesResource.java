package org.mutoscope.rest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Shelf;

/** The small part of the OpenAI Files API that clips need: files to make them from. */
final class FilesResource {
    private static final int MOST_PAGE = 100;

    private final House house;
    private final Supplier<Settings> settings;
    private final Path uploads;

    FilesResource(House house, Supplier<Settings> settings, Path uploads) {
        this.house = house;
        this.settings = settings;
        this.uploads = uploads;
    }

    /** Keeps a file. */
    Answer create(Ask ask) throws IOException {
        Body body = ask.body(settings.get().maxUploadBytes());
        if (!body.isMultipart()) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Send the file as multipart/form-data, in the part \"file\", and say so in the header Content-Type.");
        }
        try (Fields fields = MultipartFields.read(body, uploads)) {
            if (!(fields.value("file") instanceof Fields.Blob blob) || blob.file() == null || blob.bytes() == 0) {
                throw new Problem(
                        Code.INVALID_FILE, "Send one file in the part \"file\"; it is not empty.", "file", null);
            }
            Shelf.NewFile file = new Shelf.NewFile(
                    ask.caller().accountId(),
                    fields.text("purpose"),
                    blob.filename() == null ? "file" : blob.filename(),
                    blob.file(),
                    life(fields.value("expires_after")));
            return Answer.json(of(house.shelf().keep(file)));
        }
    }

    private static Duration life(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> map
                && "created_at".equals(map.get("anchor"))
                && map.get("seconds") instanceof String seconds
                && seconds.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(seconds));
        }
        throw new Problem(
                Code.INVALID_FILE,
                "\"expires_after\" is {\"anchor\": \"created_at\", \"seconds\": 3600}, in multipart"
                        + " expires_after[anchor] and expires_after[seconds].",
                "expires_after",
                null);
    }

    /** Lists the caller's files. */
    Answer list(Ask ask) {
        Page page = Page.of(ask, 10_000);
        int limit = Math.min(MOST_PAGE, page.limit());
        String purpose = ask.query("purpose");
        if (purpose != null && !purpose.matches("[a-z0-9_-]{0,32}")) {
            throw new Problem(Code.INVALID_FILE, "\"purpose\" is one word, for example \"vision\".", "purpose", null);
        }
        String wanted = purpose == null || purpose.isEmpty() ? null : purpose;
        Shelf.After after = new Shelf.After(page.after(), page.newestFirst());
        List<Shelf.Kept> found = house.shelf().list(ask.caller().accountId(), wanted, after, limit + 1);
        List<Shelf.Kept> shown = found.subList(0, Math.min(limit, found.size()));
        return Answer.json(Json.object("object", "list")
                .and("data", shown.stream().map(FilesResource::of).toList())
                .and("first_id", shown.isEmpty() ? null : shown.get(0).id())
                .and(
                        "last_id",
                        shown.isEmpty() ? null : shown.get(shown.size() - 1).id())
                .and("has_more", found.size() > limit));
    }

    /** Shows a file. */
    Answer show(Ask ask) {
        return Answer.json(of(kept(ask)));
    }

    /** Sends the bytes of a file. */
    Answer content(Ask ask) throws IOException {
        Shelf.Kept kept = kept(ask);
        return new Sending(house.clips(), kept.stored(), kept.name()).answer(ask);
    }

    /** Deletes a file. */
    Answer delete(Ask ask) {
        String id = ask.path("id");
        if (!Owned.isId(id) || !house.shelf().delete(ask.caller().accountId(), id)) {
            throw notFound();
        }
        return Answer.json(Json.object("id", id).and("object", "file").and("deleted", true));
    }

    private Shelf.Kept kept(Ask ask) {
        return find(house, ask.caller().accountId(), ask.path("id"));
    }

    /** @throws Problem {@code file_not_found} */
    static Shelf.Kept find(House house, String accountId, String id) {
        Shelf shelf = house.shelf();
        return Optional.of(id)
                .filter(Owned::isId)
                .flatMap(wanted -> shelf.find(accountId, wanted))
                .orElseThrow(FilesResource::notFound);
    }

    private static Problem notFound() {
        return new Problem(
                Code.FILE_NOT_FOUND,
                "There is no such file. It may have been deleted or have expired, or belong to another account.",
                "id",
                null);
    }

    private static Map<String, Object> of(Shelf.Kept kept) {
        return Json.object("id", kept.id())
                .and("object", "file")
                .and("bytes", kept.stored().bytes())
                .and("created_at", Json.epoch(kept.createdAt()))
                .and("expires_at", Json.epoch(kept.expiresAt()))
                .and("filename", kept.name())
                .and("purpose", kept.purpose())
                .and("status", "processed")
                .and("status_details", null)
                .and(
                        "mutoscope",
                        Json.object("media_type", kept.stored().mediaType())
                                .and("sha256", kept.stored().sha256()));
    }
}
