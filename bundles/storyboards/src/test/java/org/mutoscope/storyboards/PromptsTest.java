package org.mutoscope.storyboards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.PromptAdviser;
import org.mutoscope.api.creation.PromptAdviser.Change;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.road.Prompts.Advice;

class PromptsTest {
    private final Studio studio = Database.H2.studio();

    private Advice assist(String prompt) {
        return studio.prompts.assist("ann", prompt, null, null);
    }

    @Test
    void theNearestKnownWordIsSuggestedAndTheRestIsNamed() {
        Advice advice = assist("A kiten and the dogs, Runing in a xylophone!");
        assertEquals("A kitten and the dogs, Running in a xylophone!", advice.suggestion());
        assertEquals(
                List.of("kiten", "Runing"),
                advice.changes().stream().map(Change::from).toList());
        assertEquals(
                List.of("kitten", "Running"),
                advice.changes().stream().map(Change::to).toList());
        assertEquals(List.of("xylophone"), advice.unknown());
        assertEquals("words", advice.by());
        assertEquals("A kiten and the dogs, Runing in a xylophone!", advice.original());
    }

    @Test
    void phrasesPluralsAndPossessivesAreKnown() {
        Advice advice = assist("the Teddy Bear's cats and babies in forests");
        assertEquals(advice.original(), advice.suggestion());
        assertEquals(List.of(), advice.unknown());
        assertEquals(List.of(), advice.changes());
        assertEquals(List.of("teddy"), assist("a teddy").unknown(), "half a phrase is none");
    }

    @Test
    void shortWordsAreNotGuessed() {
        assertEquals(List.of("cap"), assist("a cap").unknown());
    }

    @Test
    void aModelWithoutAListIsSaidToTakeAnyWord() {
        studio.models.offer = ModelOffer.named("toy").title("Toy").seconds(4).build();
        Advice advice = assist("qwertz");
        assertEquals("qwertz", advice.suggestion());
        assertTrue(
                advice.remarks().get(0).contains("any words"), advice.remarks().toString());
    }

    @Test
    void anAdviserIsAskedAndTheDifferenceIsOurs() {
        studio.advisers.add(
                "chat",
                request -> new Creation.Made<>(
                        new PromptAdviser.Advice(
                                "a small cat in the old harbour",
                                List.of(new Change("", "old harbour", "A place helps."))),
                        Optional.of(UpstreamCost.usd(7))));
        Advice advice = assist("a cat in the harbour");
        assertEquals("chat", advice.by());
        assertEquals(
                List.of(new Change("", "small", ""), new Change("", "old", "")),
                advice.changes(),
                "an addition that was not told is told");
        assertEquals(List.of("small", "old"), advice.unknown());
        assertEquals(List.of("chat PROMPT MADE 7"), studio.costs());
        assertEquals(List.of("adviser:chat prompt 7"), studio.books.paid);
        assertEquals(List.of("ann prompt: a cat in the harbour"), studio.screened);
        assertEquals(
                "words", studio.prompts.assist("ann", "a cat", null, "words").by());
    }

    @Test
    void anAdviserThatCannotIsReplacedAndThatIsSaid() {
        studio.advisers.add(
                "chat", request -> new Creation.Made<>(new PromptAdviser.Advice("  ", List.of()), Optional.empty()));
        Advice advice = assist("a kiten");
        assertEquals("words", advice.by());
        assertTrue(advice.remarks().get(0).contains("chat"), advice.remarks().toString());
        Problem problem = assertThrows(Problem.class, () -> studio.prompts.assist("ann", "a kiten", null, "chat"));
        assertEquals(Code.WRITER_FAILED, problem.code());
        assertEquals("adviser", problem.param());
    }

    @Test
    void badPromptsAreRefused() {
        assertEquals(
                Code.MISSING_PROMPT,
                assertThrows(Problem.class, () -> assist(" ")).code());
        assertEquals(
                Code.PROMPT_TOO_LONG,
                assertThrows(Problem.class, () -> assist("x".repeat(32_001))).code());
        assertEquals(
                Code.INVALID_PROMPT,
                assertThrows(Problem.class, () -> assist("\ud83d")).code());
    }

    @Test
    void differencesAreInOrderWithTheirReasons() {
        assertEquals(
                List.of(new Change("one", "1", "Digits."), new Change("four", "", ""), new Change("", "six", "")),
                Difference.of(
                        "one two three four five", "1 two three five six", List.of(new Change("one", "1", "Digits."))));
        assertEquals(List.of(), Difference.of("a  b", "a b", List.of()));
        assertEquals(2, Spelling.distance("kitten", "mittne"));
        String long1 = "a ".repeat(8_000);
        assertEquals(
                1,
                Difference.of("x " + long1, "y " + long1.replace('a', 'b'), List.of())
                        .size());
    }
}
