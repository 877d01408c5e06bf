package org.mutoscope.rest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mutoscope.core.consent.Consents;
import org.mutoscope.core.consent.Consents.Enrolment;
import org.mutoscope.core.consent.Consents.Receipt;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.rights.Rights.Kind;

/** How people enrol, and how operators review them. */
final class ConsentResource {
    /** The largest that an installation can allow; it says itself how much it takes. */
    private static final long MOST_UPLOAD = 260L * 1024 * 1024;

    private static final String HERE = "/api/v1/rights/enrolments";

    private final House house;
    private final Path uploads;

    ConsentResource(House house, Path uploads) {
        this.house = house;
        this.uploads = uploads;
    }

    void routes(Router router) {
        router.add("GET /api/v1/rights/consent/terms", Access.KEY, this::terms)
                .add("POST /api/v1/rights/consent/challenges", Access.HOLDER, this::challenge)
                .add("POST /api/v1/rights/consent/challenges/{id}/begin", Access.HOLDER, this::begin)
                .add("POST /api/v1/rights/consent/challenges/{id}/recording", Access.HOLDER, this::capture)
                .add("GET " + HERE, Access.KEY, this::list)
                .add("GET " + HERE + "/{id}", Access.KEY, this::show)
                .add("GET " + HERE + "/{id}/recording", Access.KEY, this::recording)
                .add("GET " + HERE + "/{id}/receipts", Access.KEY, this::receipts)
                .add("POST " + HERE + "/{id}/revoke", Access.HOLDER, this::revoke)
                .add("POST /api/v1/admin/rights/enrolments/{id}/claim", Access.OPERATOR, this::claim)
                .add("POST /api/v1/admin/rights/enrolments/{id}/decision", Access.OPERATOR, this::decide);
    }

    private Answer terms(Ask ask) {
        Consents.Terms terms = house.consents().terms();
        return Answer.json(Json.object("version", terms.version()).and("text", terms.text()));
    }

    private Answer challenge(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        boolean adult = "true".equals(fields.text("adult"));
        Consents.Wish wish = new Consents.Wish(
                kinds(fields.value("kinds")), fields.text("name"), adult, Asked.text(fields, "terms"));
        return Answer.json(of(house.consents().challenge(ask.caller(), wish)));
    }

    private static Set<Kind> kinds(Object value) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (value instanceof List<?> words) {
            for (Object word : words) {
                Arrays.stream(Kind.values())
                        .filter(kind -> kind.word().equals(word))
                        .findFirst()
                        .ifPresentOrElse(kinds::add, () -> {
                            throw oddKinds();
                        });
            }
        }
        if (kinds.isEmpty()) {
            throw oddKinds();
        }
        return kinds;
    }

    private static Problem oddKinds() {
        return new Problem(Code.INVALID_SUBJECT, "\"kinds\" is a list: likeness, voice or both.", "kinds", null);
    }

    private Answer begin(Ask ask) throws IOException {
        String nonce = Asked.text(Asked.json(ask), "nonce");
        return Answer.json(of(house.consents().begin(ask.caller(), id(ask), nonce)));
    }

    private Answer capture(Ask ask) throws IOException {
        Body body = ask.body(MOST_UPLOAD);
        if (!body.isMultipart()) {
            throw new Problem(
                    Code.UNSUPPORTED_MEDIA_TYPE,
                    "Send the recording as multipart/form-data, in the part \"file\", and say so in the header Content-Type.");
        }
        try (Fields fields = MultipartFields.read(body, uploads)) {
            if (!(fields.value("file") instanceof Fields.Blob blob) || blob.file() == null) {
                throw new Problem(Code.INVALID_CAPTURE, "Send the recording in the part \"file\".", "file", null);
            }
            return Answer.json(of(house.consents().capture(ask.caller(), id(ask), blob.file())));
        }
    }

    private Answer list(Ask ask) {
        return listed(house.consents().list(ask.caller(), state(ask.query("state")), limit(ask)).stream()
                .map(ConsentResource::of)
                .toList());
    }

    private static Consents.State state(String word) {
        if (word == null || word.isEmpty()) {
            return null;
        }
        return Arrays.stream(Consents.State.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Code.INVALID_REQUEST, "\"state\" is review, accepted, refused or revoked.", "state", null));
    }

    private Answer show(Ask ask) {
        return Answer.json(of(house.consents().find(ask.caller(), id(ask))));
    }

    private Answer recording(Ask ask) throws IOException {
        Consents.Kept kept = house.consents().recording(ask.caller(), id(ask));
        return Answer.of(200)
                .file(kept.content(), kept.bytes(), kept.mediaType())
                .with("cache-control", "no-store")
                .with("x-content-type-options", "nosniff")
                .with("content-disposition", "attachment");
    }

    private Answer receipts(Ask ask) {
        return listed(house.consents().receipts(ask.caller(), id(ask)).stream()
                .map(ConsentResource::of)
                .toList());
    }

    private Answer revoke(Ask ask) throws IOException {
        String reason = Asked.text(Asked.json(ask), "reason");
        return Answer.json(of(house.consents().revoke(ask.caller(), id(ask), reason)));
    }

    private Answer claim(Ask ask) {
        return Answer.json(of(house.consents().claim(ask.caller(), id(ask))));
    }

    private Answer decide(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        boolean accept = RightsJson.yes(fields, "accept");
        String reason = Asked.text(fields, "reason");
        return Answer.json(of(house.consents().decide(ask.caller(), id(ask), accept, reason)));
    }

    private static Answer listed(List<JsonObject> data) {
        return Answer.json(Json.object("object", "list").and("data", data));
    }

    static int limit(Ask ask) {
        return Math.max(1, Page.limit(ask.query("limit")));
    }

    static String id(Ask ask) {
        String id = ask.path("id");
        if (!Owned.isId(id)) {
            throw new Problem(Code.NOT_FOUND, "That is no id.", "id", null);
        }
        return id;
    }

    private static JsonObject of(Consents.Challenge challenge) {
        return Json.object("id", challenge.id())
                .and("object", "challenge")
                .and("nonce", challenge.nonce())
                .and("digits", challenge.digits())
                .and("turns", challenge.turns())
                .and("state", challenge.state())
                .and("shown_at", Json.moment(challenge.shownAt()))
                .and("until", Json.moment(challenge.until()));
    }

    private static JsonObject of(Enrolment enrolment) {
        return Json.object("id", enrolment.id())
                .and("object", "enrolment")
                .and("account_id", enrolment.accountId())
                .and("name", enrolment.name())
                .and(
                        "kinds",
                        enrolment.kinds().stream().sorted().map(Kind::word).toList())
                .and("state", enrolment.state().name().toLowerCase(Locale.ROOT))
                .and("subjects", enrolment.subjects())
                .and("digits", enrolment.digits())
                .and("turns", enrolment.turns())
                .and("remarks", enrolment.remarks())
                .and("reason", enrolment.reason())
                .and("reviewer", enrolment.reviewer())
                .and("review_until", Json.moment(enrolment.reviewUntil()))
                .and("recorded", enrolment.recorded())
                .and("created_at", Json.moment(enrolment.createdAt()))
                .and("decided_at", Json.moment(enrolment.decidedAt()))
                .and("destroyed_at", Json.moment(enrolment.destroyedAt()));
    }

    private static JsonObject of(Receipt receipt) {
        return Json.object("id", receipt.id())
                .and("object", "receipt")
                .and("enrolment", receipt.enrolmentId())
                .and("kind", receipt.kind())
                .and("body", receipt.body())
                .and("sha256", receipt.sha256())
                .and("signature", receipt.signature())
                .and("key", receipt.key())
                .and("at", Json.moment(receipt.at()));
    }
}
