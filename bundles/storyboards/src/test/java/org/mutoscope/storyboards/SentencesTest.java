package org.mutoscope.storyboards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Storyboards.Script;

class SentencesTest {
    private static Storyboard split(String script, int most) {
        Script asked = new Script("ann", script, null, 0, most, List.of(), null, Studio.LOOK);
        return new Sentences(Plan.of(asked, new OneModel().offer, List.of())).board();
    }

    private static List<Integer> seconds(Storyboard board) {
        return board.shots().stream().map(Storyboard.Shot::seconds).toList();
    }

    @Test
    void aShotIsAsLongAsItsSentenceTakesToSay() {
        Storyboard board = split(
                "A dog runs. The dog sees a cat on the other side of the road and stops.\n\nThey look at each other.",
                0);
        assertEquals(3, board.shots().size());
        assertEquals(List.of(4, 8, 4), seconds(board));
        assertEquals("A dog runs.", board.title());
        assertEquals("They look at each other.", board.narration(2));
    }

    @Test
    void linesThatGoOnAreOneSentence() {
        assertEquals(1, split("a dog runs\nthrough the woods", 0).shots().size());
        assertEquals(
                2, split("a dog runs\nThrough the woods a cat looks", 0).shots().size());
        assertEquals(2, split("a dog\n\nruns", 0).shots().size());
    }

    @Test
    void aLongSentenceIsCutAtAComma() {
        String half = "word ".repeat(25).strip();
        Storyboard board = split(half + ", " + half + ".", 0);
        assertEquals(List.of(half + ",", half + "."), board.narration());
    }

    @Test
    void shortSentencesAreJoinedUntilTheyFit() {
        Storyboard board = split("One. Two. Three. Four. Five.", 8);
        assertTrue(board.seconds() <= 8, board.toString());
        assertEquals("One. Two. Three. Four. Five.", String.join(" ", board.narration()));
    }

    @Test
    void whatCannotFitIsRefused() {
        String minute = "word ".repeat(150) + ". ";
        Problem problem = assertThrows(Problem.class, () -> split(minute.repeat(2), 20));
        assertEquals(Code.INVALID_SCRIPT, problem.code());
        assertThrows(Problem.class, () -> split("a. ".repeat(10_000), 0));
        assertThrows(Problem.class, () -> split("x".repeat(5_000), 0));
    }

    /** Whatever is taken is whole: no word is lost, and it stays within the limits. */
    @Test
    void nothingIsLost() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n = 0; n < 300; n++) {
            StringBuilder script = new StringBuilder();
            int words = 1 + random.nextInt(200);
            for (int w = 0; w < words; w++) {
                script.append("w")
                        .append(w)
                        .append(List.of(" ", " ", " ", " ", ", ", ". ", "\n\n").get(random.nextInt(7)));
            }
            int most = 4 + random.nextInt(117);
            try {
                Storyboard board = split(script.toString(), most);
                assertTrue(board.seconds() <= most && board.shots().size() <= 100, "seed " + seed);
                assertEquals(
                        script.toString().strip().replaceAll("\\s+", " "),
                        String.join(" ", board.narration()),
                        "seed " + seed);
            } catch (Problem e) {
                assertEquals(Code.INVALID_SCRIPT, e.code(), "seed " + seed);
            }
        }
    }

    @Test
    void speechIsCountedInWordsAndSigns() {
        assertEquals(0, Speech.millis(" ... "));
        assertEquals(Speech.millis("one two"), Speech.millis("it's well-known"));
        assertTrue(Speech.millis("\u732b\u304c\u8d70\u308b") > Speech.millis("cat"));
        assertEquals(
                List.of(4), Collections.singletonList(Speech.seconds("one two three four five six seven eight nine")));
    }
}
