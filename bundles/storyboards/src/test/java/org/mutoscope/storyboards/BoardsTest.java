package org.mutoscope.storyboards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.ScriptWriter;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.creation.Storyboard.Shot;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Films.Scene;
import org.mutoscope.core.road.Storyboards.Board;
import org.mutoscope.core.road.Storyboards.Head;
import org.mutoscope.core.road.Storyboards.Kept;
import org.mutoscope.core.road.Storyboards.Look;
import org.mutoscope.core.road.Storyboards.Script;

/** Storyboards from draft to deletion, on each database. */
class BoardsTest {
    private static final String SCRIPT = "Mo finds a boat. It sinks. Kim laughs.";
    private static final Optional<UpstreamCost> PAID = Optional.of(UpstreamCost.usd(250));

    private static Scene scene(String prompt, String narration) {
        return new Scene(new Shot(4, prompt, "wide", List.of("char_mo"), "rain", Shot.DISSOLVE), narration);
    }

    private static Board board(String title, int shots) {
        Look look = new Look("toy", "720x1280", "en-GB", "flite");
        return new Board(title, look, Collections.nCopies(shots, scene("Mo walks", "He walks.")));
    }

    private static void refused(Code code, String param, Executable executable) {
        Problem problem = assertThrows(Problem.class, executable);
        assertEquals(code, problem.code(), problem.getMessage());
        assertEquals(param, problem.param(), problem.getMessage());
    }

    @OnEachDatabase
    void whatIsKeptIsFoundAsItWas(Database database) {
        Boards boards = database.studio().boards;
        Kept kept = boards.keep("ann", board("A walk", 3));
        assertEquals(1, kept.version());
        assertEquals("hand", kept.writer());
        assertEquals(board("A walk", 3), kept.board());
        assertEquals(Optional.of(kept), boards.find("ann", kept.id()));
        assertEquals(Optional.empty(), boards.find("bob", kept.id()), "another's");
        assertTrue(boards.list("bob", null, 10).isEmpty());
        assertFalse(boards.delete("bob", kept.id()));
        assertTrue(boards.delete("ann", kept.id()));
        assertEquals(Optional.empty(), boards.find("ann", kept.id()));
        assertFalse(boards.delete("ann", kept.id()));
    }

    @OnEachDatabase
    void anEditOfAnOldVersionLosesNothing(Database database) {
        Boards boards = database.studio().boards;
        String id = boards.keep("ann", board("one", 2)).id();
        Kept second = boards.edit("ann", id, 1, board("two", 1));
        assertEquals(2, second.version());
        assertEquals(board("two", 1), second.board());
        refused(Code.STORYBOARD_CHANGED, "version", () -> boards.edit("ann", id, 1, board("late", 5)));
        assertEquals(Optional.of(second), boards.find("ann", id));
        refused(Code.STORYBOARD_NOT_FOUND, "id", () -> boards.edit("bob", id, 2, board("theft", 5)));
        refused(Code.STORYBOARD_NOT_FOUND, "id", () -> boards.edit("ann", "board_no", 1, board("none", 5)));
    }

    @OnEachDatabase
    void aListGoesOnBehindTheLastOneSeen(Database database) {
        Studio studio = database.studio();
        List<String> ids = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            ids.add(0, studio.boards.keep("ann", board("n" + n, n)).id());
        }
        List<Head> two = studio.boards.list("ann", null, 2);
        assertEquals(ids.subList(0, 2), two.stream().map(Head::id).toList());
        assertEquals(5, two.get(0).shots());
        assertEquals(20, two.get(0).seconds());
        List<Head> rest = studio.boards.list("ann", ids.get(1), 10);
        assertEquals(ids.subList(2, 5), rest.stream().map(Head::id).toList());
        refused(Code.INVALID_PAGING, "after", () -> studio.boards.list("bob", ids.get(1), 10));
    }

    @OnEachDatabase
    void anAccountHasSoManyAndNoMore(Database database) {
        Studio studio = database.studio();
        studio.config.set("storyboards_per_account", 2);
        studio.writers.add("chat", request -> {
            throw new AssertionError("a service was asked although there is no room");
        });
        studio.boards.keep("ann", board("one", 1));
        String last = studio.boards.keep("ann", board("two", 1)).id();
        refused(Code.TOO_MANY_STORYBOARDS, null, () -> studio.boards.keep("ann", board("three", 1)));
        refused(Code.TOO_MANY_STORYBOARDS, null, () -> studio.draft(SCRIPT, null));
        studio.boards.keep("bob", board("another's", 1));
        studio.boards.delete("ann", last);
        studio.boards.keep("ann", board("three", 1));
    }

    @OnEachDatabase
    void badBoardsAreRefusedByName(Database database) {
        Boards boards = database.studio().boards;
        Look look = Studio.LOOK;
        Scene good = scene("x", "");
        refused(Code.INVALID_STORYBOARD, "shots", () -> boards.keep("ann", new Board("", look, List.of())));
        refused(Code.INVALID_STORYBOARD, "shots", () -> boards.keep("ann", board("", 101)));
        refused(Code.INVALID_STORYBOARD, "title", () -> boards.keep("ann", board("x".repeat(201), 1)));
        refused(Code.INVALID_STORYBOARD, "title", () -> boards.keep("ann", board("\0", 1)));
        refused(
                Code.INVALID_STORYBOARD,
                "shots[1].narration",
                () -> boards.keep("ann", new Board("", look, List.of(good, scene("x", "y".repeat(4097))))));
        refused(
                Code.INVALID_STORYBOARD,
                "shots[1].prompt",
                () -> boards.keep("ann", new Board("", look, List.of(good, scene("\ud83d", "")))));
        for (Look bad : List.of(
                new Look("", null, null, null),
                new Look(null, "big", null, null),
                new Look(null, null, "english please", null),
                new Look(null, null, null, "../x"))) {
            assertThrows(Problem.class, () -> boards.keep("ann", new Board("", bad, List.of(good))));
        }
        assertTrue(boards.list("ann", null, 10).isEmpty());
    }

    @OnEachDatabase
    void withoutAWriterEachSentenceIsAShot(Database database) {
        Studio studio = database.studio();
        Kept kept = studio.draft(SCRIPT, null, "char_mo", "char_kim");
        assertEquals("sentences", kept.writer());
        List<Scene> scenes = kept.board().scenes();
        assertEquals(
                List.of("Mo finds a boat.", "It sinks.", "Kim laughs."),
                scenes.stream().map(Scene::narration).toList());
        assertEquals(
                List.of(List.of("char_mo"), List.of(), List.of("char_kim")),
                scenes.stream().map(scene -> scene.shot().characters()).toList());
        assertEquals(List.of(), studio.costs());
        refused(Code.CHARACTER_NOT_FOUND, "characters", () -> studio.draft(SCRIPT, null, "char_no"));
    }

    private static ScriptWriter writes(Creation<Storyboard> outcome) {
        return request -> outcome;
    }

    private static Creation<Storyboard> made(Shot... shots) {
        List<String> said = Collections.nCopies(shots.length, "So it is.");
        return new Creation.Made<>(new Storyboard("A boat", List.of(shots), said), PAID);
    }

    private static Shot shot(int seconds, String... characters) {
        return new Shot(seconds, "a boat with Mo", "wide", List.of(characters), "", Shot.CUT);
    }

    @OnEachDatabase
    void theBestWriterIsAskedWithinTheLimitsOfTheModelAndItsCostIsNoted(Database database) {
        Studio studio = database.studio();
        List<ScriptWriter.Request> asked = new ArrayList<>();
        studio.writers.add("poor", writes(made(shot(4))));
        studio.writers.add(
                "good",
                "1.0.0",
                request -> {
                    asked.add(request);
                    return made(shot(4, "Mo"), shot(8));
                },
                Studio.ranked(5));
        Kept kept = studio.boards.draft(new Script("ann", SCRIPT, null, 0, 30, List.of("char_mo"), null, Studio.LOOK));
        assertEquals("good", kept.writer());
        assertEquals("A boat", kept.board().title());
        assertEquals("So it is.", kept.board().scenes().get(1).narration());
        assertEquals(List.of("char_mo"), kept.board().scenes().get(0).shot().characters());
        assertEquals(30, asked.get(0).mostSeconds());
        assertEquals(7, asked.get(0).mostShots());
        assertEquals(List.of("Mo"), asked.get(0).characters());
        assertEquals(List.of("good SCRIPT MADE 250"), studio.costs());
        assertEquals(List.of("writer:good script 250"), studio.books.paid);
        assertEquals(List.of("ann script: " + SCRIPT), studio.screened);
        assertEquals("poor", studio.draft(SCRIPT, "poor").writer());
        assertEquals("sentences", studio.draft(SCRIPT, "sentences").writer());
        refused(Code.WRITER_NOT_FOUND, "writer", () -> studio.draft(SCRIPT, "nobody"));
    }

    @OnEachDatabase
    void aWriterThatCannotIsReplacedAndThatIsSaidUnlessItWasAskedFor(Database database) {
        Studio studio = database.studio();
        ScriptWriter breaks = request -> {
            throw new IllegalStateException("broken");
        };
        int number = 0;
        for (ScriptWriter bad : List.of(
                breaks,
                writes(null),
                writes(new Creation.Failed<>("upstream_silent", "no answer", false, PAID)),
                writes(made(shot(5))),
                writes(made(Collections.nCopies(101, shot(4)).toArray(Shot[]::new))),
                writes(made(shot(4, "a stranger"))))) {
            String id = "bad-" + ++number;
            var offered = studio.writers.add(id, bad);
            Kept kept = studio.draft(SCRIPT, null, "char_mo");
            assertEquals("sentences", kept.writer());
            assertTrue(kept.remarks().get(0).contains(id), kept.remarks().toString());
            refused(Code.WRITER_FAILED, "writer", () -> studio.draft(SCRIPT, id, "char_mo"));
            offered.remove();
        }
        assertEquals(12, studio.costs().size(), "each time was noted");
        assertEquals(
                4 * 2,
                studio.costs().stream().filter(row -> row.endsWith(" 250")).count());
    }

    @OnEachDatabase
    void whatAWriterRefusesIsNotWrittenBehindItsBack(Database database) {
        Studio studio = database.studio();
        studio.writers.add("strict", writes(new Creation.Refused<>("moderation_blocked", "Not this.", PAID)));
        refused(Code.WRITER_REFUSED, "script", () -> studio.draft(SCRIPT, null));
        assertEquals(List.of("strict SCRIPT REFUSED 250"), studio.costs());
        assertTrue(studio.boards.list("ann", null, 10).isEmpty());
    }

    @OnEachDatabase
    void whatAGuardBlocksLeavesTheHouseForNoWriter(Database database) {
        Studio studio = database.studio();
        studio.writers.add("chat", request -> {
            throw new AssertionError("it was sent");
        });
        studio.blocked = new Problem(Code.MODERATION_BLOCKED, "Not this.", "script", null);
        refused(Code.MODERATION_BLOCKED, "script", () -> studio.draft(SCRIPT, null));
        assertEquals(List.of(), studio.costs());
        assertEquals(
                "sentences",
                studio.draft(SCRIPT, "sentences").writer(),
                "nobody else sees it before the film is screened");
    }

    @OnEachDatabase
    void servicesAreAskedSoOftenADay(Database database) {
        Studio studio = database.studio();
        studio.config.set("services_per_day", 1);
        studio.writers.add("chat", writes(made(shot(4))));
        assertEquals("chat", studio.draft(SCRIPT, null).writer());
        assertEquals("sentences", studio.draft(SCRIPT, null).writer());
        refused(Code.WRITER_LIMIT, "writer", () -> studio.draft(SCRIPT, "chat"));
        assertEquals(1, studio.costs().size());
    }

    @OnEachDatabase
    void badScriptsAreRefused(Database database) {
        Studio studio = database.studio();
        for (String bad : List.of("", " \n ", "x".repeat(32_001), "half \ud83d", "nul \0", "... !!!")) {
            refused(Code.INVALID_SCRIPT, "script", () -> studio.draft(bad, null));
        }
        refused(
                Code.INVALID_SECONDS,
                "seconds",
                () -> studio.boards.draft(new Script("ann", SCRIPT, null, 5, 0, List.of(), null, Studio.LOOK)));
        for (int most : new int[] {3, 121, -1}) {
            refused(
                    Code.INVALID_SCRIPT,
                    "most_seconds",
                    () -> studio.boards.draft(new Script("ann", SCRIPT, null, 0, most, List.of(), null, Studio.LOOK)));
        }
        refused(
                Code.MODEL_NOT_FOUND,
                "model",
                () -> studio.boards.draft(
                        new Script("ann", SCRIPT, null, 0, 0, List.of(), null, new Look("none", null, null, null))));
        assertTrue(studio.boards.list("ann", null, 10).isEmpty());
    }
}
