package org.mutoscope.guard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;

class RulesGuardTest {
    @TempDir
    private Path folder;

    private record Text(String text) implements Screening {
        @Override
        public String accountId() {
            return "a";
        }

        @Override
        public String purpose() {
            return "prompt";
        }
    }

    private static RulesConfig config(String... files) {
        return new RulesConfig() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return RulesConfig.class;
            }

            @Override
            public String[] files() {
                return files.clone();
            }
        };
    }

    private RulesGuard guard(String rules) throws IOException {
        return new RulesGuard(
                config(Files.writeString(folder.resolve("rules.txt"), rules).toString()));
    }

    private static void wrong(String says, String rules) {
        String message = assertThrows(
                        Rules.Wrong.class, () -> Rules.of(rules.lines().toList()))
                .getMessage();
        assertTrue(message.contains(says), message);
    }

    @Test
    void linesThatAreWrongAreNamed() {
        wrong("line 2: a line is", "block gore entrails\nentrails");
        wrong("a line is", "deny gore entrails");
        wrong("a line is", "block Gore entrails");
        wrong("a line is", "block gore");
        wrong("no letter", "block gore !!!");
        wrong("cannot be read", "block gore /(a/");
        wrong("cannot be read", "block gore /(a)\\1/");
        wrong("every text", "block gore /x*/");
        wrong("1000 characters", "block gore " + "x".repeat(1001));
        wrong(
                "at most 200 patterns",
                IntStream.range(0, 201).mapToObj(i -> "block p /x" + i + "/").collect(Collectors.joining("\n")));
    }

    @Test
    void filesThatCannotBeReadBlockEverything() throws Exception {
        Verdict.Block block =
                (Verdict.Block) new RulesGuard(config(folder.resolve("none.txt").toString())).screen(new Text("a cat"));
        assertEquals("rules_unreadable", block.category());
        assertInstanceOf(Verdict.Block.class, new RulesGuard(config("relative.txt")).screen(new Text("a cat")));
        assertInstanceOf(Verdict.Block.class, guard("block gore").screen(new Text("a cat")));
    }

    @Test
    void withoutFilesEverythingPasses() throws Exception {
        assertEquals(new Verdict.Pass(List.of()), new RulesGuard(config()).screen(new Text("entrails")));
        assertEquals(new Verdict.Pass(List.of()), new RulesGuard(config(" ")).screen(new Text("entrails")));
    }

    @Test
    void wordsAreComparedWordByWord() throws Exception {
        RulesGuard guard =
                guard("# ours\n\nblock gore entrails\nblock gore severed  head\nreview politics Élysée\nblock x 血腥\n");
        for (String text :
                new String[] {"ENTRAILS", "such entrails!", "a severed-head", "Se\u0301vered HEAD", "很血腥的"}) {
            assertInstanceOf(Verdict.Block.class, guard.screen(new Text(text)), text);
        }
        for (String text : new String[] {"", "entrail", "centrails", "severed a head", "head severed", "\uD800"}) {
            assertInstanceOf(Verdict.Pass.class, guard.screen(new Text(text)), text);
        }
        Verdict review = guard.screen(new Text("the elysee palace"));
        assertEquals(List.of(new Finding("politics", "Élysée", 4, 10, 1_000_000)), review.findings());
        assertInstanceOf(Verdict.Review.class, review);
    }

    @Test
    void aBlockGoesBeforeAReview() throws Exception {
        RulesGuard guard = guard("review politics palace\nblock gore /entrails?/\nreview gore entrails");
        Verdict.Block block = (Verdict.Block) guard.screen(new Text("entrails in the palace"));
        assertEquals(List.of(new Finding("gore", "/entrails?/", 0, 8, 1_000_000)), block.findings());
        assertTrue(!block.message().contains("entrails"), block.message());
    }

    @Test
    void patternsThatChokeOthersTakeTheirTimeInProportion() throws Exception {
        RulesGuard guard = guard("block x /(a+)+$/\nblock x /(a|aa)+b/\nblock x /([a-z]+)*[0-9]!/");
        assertInstanceOf(Verdict.Pass.class, guard.screen(new Text("a".repeat(20_000) + " ")));
    }

    @Test
    void aChangedFileCountsAtOnceAndABadOneChangesNothing() throws Exception {
        RulesGuard guard = guard("block gore entrails");
        assertInstanceOf(Verdict.Pass.class, guard.screen(new Text("a palace")));
        Files.writeString(folder.resolve("rules.txt"), "block gore entrails\nblock politics palace");
        assertInstanceOf(Verdict.Block.class, guard.screen(new Text("a palace")));
        Files.writeString(folder.resolve("rules.txt"), "this is no rule");
        assertInstanceOf(Verdict.Block.class, guard.screen(new Text("a palace")));
        Files.delete(folder.resolve("rules.txt"));
        assertInstanceOf(Verdict.Block.class, guard.screen(new Text("a palace")));
        assertInstanceOf(Verdict.Pass.class, guard.screen(new Text("a cat")));
    }

    @Test
    void anInterruptedThreadStops() throws Exception {
        RulesGuard guard = guard("block gore /entrails/");
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> guard.screen(new Text("a cat")));
    }
}
