package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.core.jobs.JobState;
import org.mutoscope.core.jobs.NewJob;
import org.mutoscope.core.road.Films;

/** How the shots of a film stand is told with its job, to who may see that. */
class FilmJobTest {
    private static Films.Taken taken(int number, Films.State state, long milliseconds) {
        Storyboard.Shot shot = new Storyboard.Shot(4, "shot " + number, "wide", List.of(), "", Storyboard.Shot.CUT);
        return new Films.Taken(number, new Films.Scene(shot, "hello"), state, milliseconds);
    }

    @Test
    void aFilmTellsItsShotsAndAClipHasNone() throws Exception {
        try (Served served = new Served()) {
            Map<String, String> film = Map.of(NewJob.PARTS, "4,4", NewJob.TITLE, "Boat");
            served.board.put(StubBoard.job("video_film", "acct_ann", JobState.IN_PROGRESS, film));
            served.board.put(StubBoard.job("video_clip", "acct_ann", JobState.IN_PROGRESS));
            served.films.taken = List.of(taken(1, Films.State.MADE, 4000), taken(2, Films.State.PLANNED, 0));
            JsonNode shown = Served.json(served.get("ann", "/api/v1/jobs/video_film"));
            assertEquals("Boat", shown.path("title").asText(), shown.toString());
            assertEquals("made", shown.path("shots").path(0).path("state").asText());
            assertEquals(4000, shown.path("shots").path(0).path("milliseconds").asInt());
            assertEquals("planned", shown.path("shots").path(1).path("state").asText());
            assertEquals("hello", shown.path("shots").path(1).path("narration").asText());
            assertTrue(Served.json(served.get("ann", "/api/v1/jobs/video_clip"))
                    .path("shots")
                    .isMissingNode());
            assertEquals(404, served.get("bob", "/api/v1/jobs/video_film").statusCode());
        }
    }
}
