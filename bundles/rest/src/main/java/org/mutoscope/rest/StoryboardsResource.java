package org.mutoscope.rest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mutoscope.core.jobs.JobBoard;
import org.mutoscope.core.ledger.Prices;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films;
import org.mutoscope.core.road.Storyboards;
import org.mutoscope.core.road.Storyboards.Kept;
import org.mutoscope.core.road.Studio;

/** Storyboards: drafted, edited, priced as a whole, and ordered as one film. */
final class StoryboardsResource {
    /** What an order says itself; all else is for the model. */
    private static final Set<String> KNOWN = Set.of("quote_id", "version", "licences", "purpose", "territory");

    private final House house;
    private final Networks networks;

    StoryboardsResource(House house) {
        this.house = house;
        this.networks = new Networks(house);
    }

    /** Makes one: of a script, or of the shots that are sent. */
    Answer create(Ask ask) throws IOException {
        Storyboards boards = house.storyboards();
        Fields fields = Asked.json(ask);
        String account = ask.caller().accountId();
        if (!fields.has("script")) {
            return Answer.json(BoardJson.of(boards.keep(account, BoardJson.board(fields))));
        }
        if (fields.has("shots")) {
            throw new Problem(
                    Code.INVALID_STORYBOARD, "Send either a \"script\" or \"shots\". Nothing was kept.", "shots", null);
        }
        return Answer.json(BoardJson.of(boards.draft(new Storyboards.Script(
                account,
                fields.text("script"),
                fields.text("title"),
                Asked.between(1, 120, fields.text("seconds"), "seconds", 0),
                Asked.between(1, Storyboards.MOST_SECONDS, fields.text("most_seconds"), "most_seconds", 0),
                References.ids(fields.value("characters")),
                fields.text("writer"),
                BoardJson.look(fields)))));
    }

    /** Lists the caller's storyboards, that which was made last first. */
    Answer list(Ask ask) {
        Page page = Page.of(ask);
        List<Storyboards.Head> found =
                house.storyboards().list(ask.caller().accountId(), page.after(), page.limit() + 1);
        List<Storyboards.Head> shown = found.subList(0, Math.min(page.limit(), found.size()));
        return Answer.json(Json.object("object", "list")
                .and("data", shown.stream().map(BoardJson::of).toList())
                .and("has_more", found.size() > shown.size()));
    }

    /** Shows one. */
    Answer show(Ask ask) {
        return Answer.json(BoardJson.of(kept(ask)));
    }

    /** Puts another in its place, if it is still the one that was edited. */
    Answer edit(Ask ask) throws IOException {
        Storyboards boards = house.storyboards();
        String id = id(ask);
        Fields fields = Asked.json(ask);
        int version = Asked.between(1, Integer.MAX_VALUE, Asked.text(fields, "version"), "version", 0);
        return Answer.json(BoardJson.of(boards.edit(ask.caller().accountId(), id, version, BoardJson.board(fields))));
    }

    /** Deletes one. */
    Answer delete(Ask ask) {
        String id = id(ask);
        if (!house.storyboards().delete(ask.caller().accountId(), id)) {
            throw notFound();
        }
        return Answer.json(
                Json.object("id", id).and("object", "storyboard.deleted").and("deleted", true));
    }

    /** Fixes the price of the whole film. */
    Answer quote(Ask ask) throws IOException {
        Films films = house.films();
        Fields fields = Asked.json(ask);
        Kept kept = current(ask, fields);
        Prices.Quote quote = films.quote(film(ask, fields, kept));
        Map<String, Object> answer = QuoteResource.json(quote);
        answer.put("storyboard_version", kept.version());
        return Answer.json(answer);
    }

    /** Orders the film: one job, one clip. */
    Answer order(Ask ask) throws IOException {
        Films films = house.films();
        JobBoard jobs = house.jobs();
        Fields fields = Asked.json(ask);
        Kept kept = current(ask, fields);
        networks.note(ask);
        return VideosResource.video(films.submit(film(ask, fields, kept)).job(), jobs);
    }

    private static Films.Film film(Ask ask, Fields fields, Kept kept) {
        Storyboards.Board board = kept.board();
        Storyboards.Look look = board.look();
        // Another version of the same storyboard is another request.
        Studio.Repeat repeat = OrdersResource.repeat(
                ask, OrdersResource.hash(ask, fields.sha256() + kept.version() + kept.updatedAt()));
        return new Films.Film(
                ask.caller().accountId(),
                look.model(),
                look.size(),
                board.title(),
                board.scenes(),
                look.language(),
                look.voice(),
                fields.others(KNOWN),
                fields.text("quote_id"),
                repeat,
                RightsJson.licensing(fields));
    }

    /** The storyboard as it is now; if a version is named, that one. */
    private Kept current(Ask ask, Fields fields) {
        Kept kept = kept(ask);
        int wanted = Asked.between(1, Integer.MAX_VALUE, fields.text("version"), "version", kept.version());
        if (wanted != kept.version()) {
            throw new Problem(
                    Code.STORYBOARD_CHANGED,
                    "You name version " + wanted + " of this storyboard, and it has version " + kept.version()
                            + " now. Look at it again. Nothing was ordered.",
                    "version",
                    null);
        }
        return kept;
    }

    private Kept kept(Ask ask) {
        Storyboards boards = house.storyboards();
        return boards.find(ask.caller().accountId(), id(ask)).orElseThrow(StoryboardsResource::notFound);
    }

    private static String id(Ask ask) {
        return Optional.of(ask.path("id")).filter(Owned::isId).orElseThrow(StoryboardsResource::notFound);
    }

    private static Problem notFound() {
        return new Problem(
                Code.STORYBOARD_NOT_FOUND,
                "There is no such storyboard. It may have been deleted, or belong to another account.",
                "id",
                null);
    }
}
