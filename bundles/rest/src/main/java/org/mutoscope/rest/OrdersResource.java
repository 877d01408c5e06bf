package org.mutoscope.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Studio;
import org.mutoscope.core.road.Studio.Given;
import org.mutoscope.core.road.Studio.Verb;

/** Orders clips by the OpenAI Videos API: new ones, and those that are made from others. Takes both encodings everywhere. */
final class OrdersResource {
    private static final Set<String> KNOWN = Set.of("prompt", "model", "seconds", "size", "quote_id");
    private static final String CHARACTERS = "characters";

    private final House house;
    private final Networks networks;
    private final Supplier<Settings> settings;
    private final Path uploads;

    OrdersResource(House house, Supplier<Settings> settings, Path uploads) {
        this.house = house;
        this.networks = new Networks(house);
        this.settings = settings;
        this.uploads = uploads;
    }

    /** What an address makes of the fields. */
    private interface Reading {
        Given of(Fields fields, References references) throws IOException;
    }

    /** Orders a clip. */
    Answer create(Ask ask) throws IOException {
        return order(
                ask,
                Set.of(References.VIDEO),
                (fields, references) -> new Given(Verb.CREATE, references.picture(), null, references.characters()));
    }

    /** Orders what comes after the end of a clip; the two become one. */
    Answer extend(Ask ask) throws IOException {
        return order(ask, Set.of(CHARACTERS, References.PICTURE), (fields, references) -> {
            References.Clip clip = references.clip();
            if (fields.text("seconds") == null) {
                throw new Problem(
                        Code.INVALID_SECONDS, "Say in \"seconds\" how much longer the clip is to be.", "seconds", null);
            }
            return on(ask, Verb.EXTEND, clip);
        });
    }

    /** Orders a clip that is changed. */
    Answer edit(Ask ask) throws IOException {
        Set<String> refused = Set.of(CHARACTERS, References.PICTURE);
        return order(ask, refused, (fields, references) -> on(ask, Verb.EDIT, references.clip()));
    }

    /** Orders another clip made from a clip. */
    Answer remix(Ask ask) throws IOException {
        References.Clip clip = new References.Clip(null, ask.path("id"));
        Set<String> refused = Set.of(CHARACTERS, References.PICTURE, References.VIDEO);
        return order(ask, refused, (fields, references) -> on(ask, Verb.REMIX, clip));
    }

    private Given on(Ask ask, Verb verb, References.Clip clip) {
        if (clip.id() != null) {
            Owned.job(house.jobs(), ask.caller(), clip.id());
        }
        return new Given(verb, clip.file(), clip.id(), List.of());
    }

    private Answer order(Ask ask, Set<String> refused, Reading reading) throws IOException {
        Studio studio = house.studio();
        JobBoard jobs = house.jobs();
        try (Fields fields = fields(ask.body(settings.get().maxUploadBytes()), refused)) {
            networks.note(ask);
            References references = new References(house, ask.caller().accountId(), fields, uploads);
            Given given = reading.of(fields, references);
            return VideosResource.video(
                    studio.submit(submission(ask, fields, given)).job(), jobs);
        }
    }

    private static Studio.Submission submission(Ask ask, Fields fields, Given given) {
        Set<String> known = new HashSet<>(KNOWN);
        known.addAll(Set.of(References.PICTURE, References.VIDEO, CHARACTERS));
        known.addAll(RightsJson.OF_ORDERS);
        return new Studio.Submission(
                ask.caller().accountId(),
                fields.text("model"),
                prompt(fields),
                fields.text("seconds"),
                fields.text("size"),
                fields.others(known),
                fields.text("quote_id"),
                repeat(ask, hash(ask, fields.sha256())),
                given,
                RightsJson.licensing(fields));
    }

    private Fields fields(Body body, Set<String> refused) {
        Fields fields = read(body, uploads);
        for (String name : refused) {
            if (fields.has(name)) {
                fields.close();
                throw new Problem(
                        Code.UNSUPPORTED_FEATURE,
                        "\"" + name + "\" is not taken here. Leave it out. Nothing was charged.",
                        name,
                        null);
            }
        }
        return fields;
    }

    /** Reads a body in whichever of the two encodings it has; to be closed. @param folder for files */
    static Fields read(Body body, Path folder) {
        if (body.isJson()) {
            return JsonReader.withFiles(body, Set.of(), folder);
        }
        if (body.isMultipart()) {
            return MultipartFields.read(body, folder);
        }
        throw new Problem(
                Code.UNSUPPORTED_MEDIA_TYPE,
                "Send multipart/form-data or application/json, and say so in the header Content-Type.");
    }

    private static String prompt(Fields fields) {
        String prompt = fields.text("prompt");
        if (prompt == null) {
            throw new Problem(Code.MISSING_PROMPT, "Say in \"prompt\" what the clip is to show.", "prompt", null);
        }
        return prompt;
    }

    /** Equal content means another thing at another address: a remix of this clip or of that. */
    static String hash(Ask ask, String content) {
        String path = ask.request().getRequestURI();
        return path.equals("/v1/videos")
                ? content
                : HexFormat.of().formatHex(Sha256.digest().digest((content + path).getBytes(StandardCharsets.UTF_8)));
    }

    static Studio.Repeat repeat(Ask ask, String contentHash) {
        String key = ask.header("idempotency-key");
        if (key != null && (key.isBlank() || key.length() > 255)) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "The header Idempotency-Key has 1 to 255 characters.",
                    "Idempotency-Key",
                    null);
        }
        String count = ask.header("x-stainless-retry-count");
        boolean again = count != null && count.matches("0*[1-9][0-9]{0,5}");
        return new Studio.Repeat(key, again, contentHash);
    }
}
