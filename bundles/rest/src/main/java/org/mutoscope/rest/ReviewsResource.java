package org.mutoscope.rest;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.review.Reviews;
import org.mutoscope.core.review.Said;

/** Orders that a person must look at: for reviewers, and for creators who appeal. */
final class ReviewsResource {
    private final House house;

    ReviewsResource(House house) {
        this.house = house;
    }

    /** Lists what waits, or is in a state. */
    Answer list(Ask ask) {
        Reviews reviews = house.reviews();
        List<Reviews.Review> found = reviews.list(ask.caller(), state(ask.query("state")), limit(ask));
        return Answer.json(Json.object("object", "list")
                .and("data", found.stream().map(ReviewsResource::json).toList()));
    }

    /** How long orders wait. */
    Answer clock(Ask ask) {
        Reviews.Clock clock = house.reviews().clock();
        return Answer.json(Json.object("object", "review.clock")
                .and("waiting", clock.waiting())
                .and("oldest_seconds", clock.oldest().toSeconds())
                .and("median_seconds", clock.median().toSeconds())
                .and("promise_seconds", clock.promise().toSeconds())
                .and("late", clock.late()));
    }

    /** Shows one. */
    Answer show(Ask ask) {
        return Answer.json(json(house.reviews().show(ask.caller(), id(ask))));
    }

    /** Takes the first that waits. */
    Answer next(Ask ask) {
        return Answer.json(json(house.reviews().claim(ask.caller(), null)));
    }

    /** Takes one. */
    Answer claim(Ask ask) {
        return Answer.json(json(house.reviews().claim(ask.caller(), id(ask))));
    }

    /** Decides. */
    Answer decide(Ask ask) throws IOException {
        Fields fields = Asked.json(ask);
        Reviews.Decision decision = new Reviews.Decision(
                RightsJson.yes(fields, "allow"),
                fields.text("category"),
                fields.text("sentence"),
                duties(fields.value("duties")),
                fields.text("reason"));
        return Answer.json(json(house.reviews().decide(ask.caller(), id(ask), decision)));
    }

    /** Asks for another look. */
    Answer appeal(Ask ask) throws IOException {
        return Answer.json(json(house.reviews().appeal(ask.caller(), id(ask), Asked.text(Asked.json(ask), "why"))));
    }

    private static Map<String, String> duties(Object given) {
        if (given == null) {
            return Map.of();
        }
        if (given instanceof Map<?, ?> map && map.values().stream().allMatch(String.class::isInstance)) {
            return map.entrySet().stream()
                    .collect(Collectors.toMap(entry -> (String) entry.getKey(), entry -> (String) entry.getValue()));
        }
        throw new Problem(Code.INVALID_DECISION, "\"duties\" is an object of texts.", "duties", null);
    }

    private static Reviews.State state(String word) {
        if (word == null || word.isEmpty() || word.equals("waiting")) {
            return null;
        }
        try {
            return Reviews.State.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    Code.INVALID_REQUEST,
                    "\"state\" is waiting, open, allowed, refused, appealed, expired or gone.",
                    "state",
                    null);
        }
    }

    private static int limit(Ask ask) {
        return Math.max(1, Page.limit(ask.query("limit")));
    }

    private static String id(Ask ask) {
        String id = ask.path("id");
        if (!Owned.isId(id)) {
            throw new Problem(Code.REVIEW_NOT_FOUND, "That is no id of a video.", "id", null);
        }
        return id;
    }

    private static JsonObject json(Reviews.Review review) {
        return Json.object("id", review.jobId())
                .and("object", "review")
                .and("account_id", review.accountId())
                .and("purpose", review.purpose())
                .and("state", review.state().name().toLowerCase(Locale.ROOT))
                .and("urgent", review.urgent())
                .and("asked_at", Json.moment(review.askedAt()))
                .and("ends_at", Json.moment(review.endsAt()))
                .and("claimed_by", review.claimedBy())
                .and("claimed_until", Json.moment(review.claimedUntil()))
                .and("category", review.category())
                .and("sentence", review.sentence())
                .and("decided_at", Json.moment(review.decidedAt()))
                .and("appeal", review.appeal())
                .and("text", review.text())
                .and("guards", review.said().stream().map(ReviewsResource::json).toList())
                .and("offences", review.offences());
    }

    private static JsonObject json(Said said) {
        return Json.object("guard", said.guard())
                .and("reason", said.reason())
                .and(
                        "findings",
                        said.findings().stream().map(ReviewsResource::json).toList());
    }

    private static JsonObject json(Finding finding) {
        return Json.object("kind", finding.kind())
                .and("subject", finding.subject())
                .and("start", finding.start())
                .and("end", finding.end())
                .and("confidence", finding.confidence());
    }
}
