package org.mutoscope.rest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Portraits;

/** What registered subjects look like: pictures come in, hashes are kept. */
final class PortraitsResource {
    private static final String PICTURE = "picture";

    private final House house;
    private final Supplier<Settings> settings;
    private final Path uploads;

    PortraitsResource(House house, Supplier<Settings> settings, Path uploads) {
        this.house = house;
        this.settings = settings;
        this.uploads = uploads;
    }

    /** Adds a picture. It is looked at and not kept. */
    Answer add(Ask ask) throws IOException {
        String subject = id(ask, "id");
        Body body = ask.body(settings.get().maxUploadBytes());
        if (!body.isMultipart()) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Send the picture as multipart/form-data, in the part \"" + PICTURE + "\".");
        }
        try (Fields fields = MultipartFields.read(body, uploads)) {
            if (!(fields.value(PICTURE) instanceof Fields.Blob blob) || blob.file() == null || blob.bytes() == 0) {
                throw new Problem(
                        Code.INVALID_PICTURE,
                        "Send a PNG, JPEG or WebP picture in \"" + PICTURE + "\".",
                        PICTURE,
                        null);
            }
            house.portraits().list(ask.caller(), subject); // whose it is, before a picture is decoded
            long hash = house.sights().hash(blob.file());
            return Answer.json(json(house.portraits().add(ask.caller(), subject, hash)));
        }
    }

    /** Lists pictures. */
    Answer list(Ask ask) {
        return Answer.json(Json.object("object", "list")
                .and(
                        "data",
                        house.portraits().list(ask.caller(), id(ask, "id")).stream()
                                .map(PortraitsResource::json)
                                .toList()));
    }

    /** Takes one away. */
    Answer remove(Ask ask) {
        String picture = id(ask, PICTURE);
        if (!house.portraits().remove(ask.caller(), id(ask, "id"), picture)) {
            throw new Problem(Code.NOT_FOUND, "This subject has no such picture.", PICTURE, null);
        }
        return Answer.json(Json.object("id", picture).and("deleted", true));
    }

    private static String id(Ask ask, String name) {
        String id = ask.path(name);
        if (!Owned.isId(id)) {
            throw new Problem(Code.NOT_FOUND, "That is no id.", name, null);
        }
        return id;
    }

    private static JsonObject json(Portraits.Portrait portrait) {
        return Json.object("id", portrait.id())
                .and("object", "rights.picture")
                .and("subject", portrait.subjectId())
                .and("hash", String.format("%016x", portrait.hash()))
                .and("created_at", Json.moment(portrait.createdAt()));
    }
}
