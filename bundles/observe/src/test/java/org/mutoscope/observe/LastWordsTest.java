package org.mutoscope.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastWordsTest {
    private final LoggerContext context = new LoggerContext();
    private final LastWords words = new LastWords(context);

    private static List<String> texts(List<String> found) {
        return found.stream()
                .map(line -> line.replaceAll("^the log, \\S+ ", ""))
                .toList();
    }

    @Test
    void warningsOfALoggerAndThoseBelowItNewestFirstEachOnce() {
        context.getLogger("a.b").warn("one");
        context.getLogger("a.b.c").error("two", new IllegalStateException("why"));
        context.getLogger("a.b").info("not this");
        context.getLogger("a.bc").warn("nor this");
        context.getLogger("a.b").warn("one");
        assertEquals(
                List.of("a.b: one", "a.b.c: two (java.lang.IllegalStateException: why)"), texts(words.about("a.b")));
        assertEquals(1, words.errors("a").size());
        assertEquals(List.of(), words.about("x"));
    }

    @Test
    void aNewLogbackXmlDoesNotDeafenIt() {
        context.reset();
        context.getLogger("a").warn("after");
        assertEquals(List.of("a: after"), texts(words.about("a")));
    }

    @Test
    void manyAndLongLinesAreBounded() {
        for (int i = 0; i < 1000; i++) {
            context.getLogger("a").warn("line {} {}", i, "x".repeat(10_000));
        }
        List<String> found = words.about("a");
        assertEquals(3, found.size());
        assertTrue(found.get(0).contains("line 999 "), "the newest");
        assertTrue(found.get(0).length() < 600, "cut");
    }
}
