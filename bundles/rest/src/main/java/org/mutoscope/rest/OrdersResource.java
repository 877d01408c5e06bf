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
        Given of(Fields fields);
    }

    /** Orders a clip. */
    Answer create(Ask ask) throws IOException {
        return order(
                ask,
                Set.of(CHARACTERS, References.VIDEO),
                fields -> new Given(Verb.CREATE, References.picture(fields), null, List.of()));
    }

    /** Orders what comes after the end of a clip; the two become one. */
    Answer extend(Ask ask) throws IOException {
        return order(ask, Set.of(CHARACTERS, References.PICTURE), fields -> {
            References.Clip clip = References.clip(fields);
            if (fields.text("seconds") == null) {
                throw new Problem(
                        Code.INVALID_SECONDS, "Say in \"seconds\" how much longer the clip is to be.", "seconds", null);
            }
            return on(ask, Verb.EXTEND, clip);
        });
    }

    /** Orders a clip that is changed. */
    Answer edit(Ask ask) throws IOException {
        return order(
                ask, Set.of(CHARACTERS, References.PICTURE), fields -> on(ask, Verb.EDIT, References.clip(fields)));
    }

    /** Orders another clip made from a clip. */
    Answer remix(Ask ask) throws IOException {
        String id = ask.path("id");
        return order(
                ask,
                Set.of(CHARACTERS, References.PICTURE, References.VIDEO),
                fields -> on(ask, Verb.REMIX, new References.Clip(null, id)));
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
            Given given = reading.of(fields);
            return VideosResource.video(
                    studio.submit(submission(ask, fields, given)).job(), jobs);
        }
    }

    private static Studio.Submission submission(Ask ask, Fields fields, Given given) {
        Set<String> known = new HashSet<>(KNOWN);
        known.addAll(Set.of(References.PICTURE, References.VIDEO, CHARACTERS));
        return new Studio.Submission(
                ask.caller().accountId(),
                fields.text("model"),
                prompt(fields),
                fields.text("seconds"),
                fields.text("size"),
                fields.others(known),
                fields.text("quote_id"),
                repeat(ask, hash(ask, fields)),
                given);
    }

    /** Reads the body in whichever of the two encodings it has; to be closed. @param refused names that this address does not know */
    private Fields fields(Body body, Set<String> refused) {
        if (!body.isJson() && !body.isMultipart()) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Send multipart/form-data or application/json, and say so in the header Content-Type.");
        }
        Set<String> skipped = new HashSet<>(refused);
        skipped.add(References.PICTURE); // as JSON it is an address or a whole picture in letters: it is enough to know
        // that it is there
        Fields fields = body.isJson() ? JsonReader.object(body, skipped) : MultipartFields.read(body, uploads);
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

    private static String prompt(Fields fields) {
        String prompt = fields.text("prompt");
        if (prompt == null) {
            throw new Problem(Code.MISSING_PROMPT, "Say in \"prompt\" what the clip is to show.", "prompt", null);
        }
        return prompt;
    }

    /** Equal content means another thing at another address: a remix of this clip or of that. */
    private static String hash(Ask ask, Fields fields) {
        String content = fields.sha256();
        String path = ask.request().getRequestURI();
        return path.equals("/v1/videos")
                ? content
                : HexFormat.of().formatHex(Sha256.digest().digest((content + path).getBytes(StandardCharsets.UTF_8)));
    }

    private static Studio.Repeat repeat(Ask ask, String contentHash) {
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
