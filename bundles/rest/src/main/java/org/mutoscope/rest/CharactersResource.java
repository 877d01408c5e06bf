package org.mutoscope.rest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Cast;

/** Characters by the OpenAI Videos API, and what that lacks: a list, and deleting. */
final class CharactersResource {
    private final House house;
    private final Supplier<Settings> settings;
    private final Path uploads;

    CharactersResource(House house, Supplier<Settings> settings, Path uploads) {
        this.house = house;
        this.settings = settings;
        this.uploads = uploads;
    }

    /** Makes a character of a clip. */
    Answer create(Ask ask) throws IOException {
        Cast cast = house.cast();
        Body body = ask.body(settings.get().maxUploadBytes());
        try (Fields fields = OrdersResource.read(body, uploads)) {
            if (!(fields.value(References.VIDEO) instanceof Fields.Blob clip) || clip.file() == null) {
                throw new Problem(
                        Code.INVALID_VIDEO,
                        "Send a clip of 2 to 4 seconds in the part \"" + References.VIDEO + "\".",
                        References.VIDEO,
                        null);
            }
            return Answer.json(of(cast.create(ask.caller().accountId(), fields.text("name"), clip.file())));
        }
    }

    /** Shows a character. */
    Answer show(Ask ask) {
        String id = ask.path("id");
        Cast cast = house.cast();
        return Answer.json(of(Optional.of(id)
                .filter(Owned::isId)
                .flatMap(wanted -> cast.find(ask.caller().accountId(), wanted))
                .orElseThrow(CharactersResource::notFound)));
    }

    /** Lists the caller's characters, the newest first. */
    Answer list(Ask ask) {
        Page page = Page.of(ask);
        List<Cast.Member> found = house.cast().list(ask.caller().accountId(), page.after(), page.limit() + 1);
        List<Cast.Member> shown = found.subList(0, Math.min(page.limit(), found.size()));
        return Answer.json(Json.object("object", "list")
                .and("data", shown.stream().map(CharactersResource::of).toList())
                .and("has_more", found.size() > shown.size()));
    }

    /** Deletes a character. */
    Answer delete(Ask ask) {
        String id = ask.path("id");
        if (!Owned.isId(id) || !house.cast().delete(ask.caller().accountId(), id)) {
            throw notFound();
        }
        return Answer.json(
                Json.object("id", id).and("object", "character.deleted").and("deleted", true));
    }

    private static Problem notFound() {
        return new Problem(
                Code.CHARACTER_NOT_FOUND,
                "There is no such character. It may have been deleted, or belong to another account.",
                "id",
                null);
    }

    private static Map<String, Object> of(Cast.Member member) {
        return Json.object("id", member.id())
                .and("object", "character")
                .and("name", member.name())
                .and("created_at", Json.epoch(member.createdAt()))
                .and(
                        "mutoscope",
                        Json.object("size", member.size().toString()).and("milliseconds", member.milliseconds()));
    }
}
