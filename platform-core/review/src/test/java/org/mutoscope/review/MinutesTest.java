package org.mutoscope.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.core.review.Said;

class MinutesTest {
    @Test
    void whatIsKeptIsReadAgain() {
        List<Said> said = List.of(
                new Said(
                        "rules (a@1)",
                        "a reason",
                        List.of(new Finding("x", "subj_1", 0, 3, 5), new Finding("y", "z", 4, 4, 0))),
                new Said("names (b@2)", null, List.of()));
        assertEquals(said, Minutes.read(Minutes.of(said)));
        assertEquals(List.of(), Minutes.read(""));
    }

    @Test
    void whatAGuardSaysBreaksNoLineAndFillsNoColumn() {
        Said odd = new Said("g", "two\nlines\tand \uD800 \u0000", List.of(new Finding("a\tb", "c\nF\t", 1, 2, 3)));
        List<Said> read = Minutes.read(Minutes.of(List.of(odd)));
        assertEquals("two lines and", read.get(0).reason());
        assertEquals("a b", read.get(0).findings().get(0).kind());
        List<Finding> many = Collections.nCopies(5000, new Finding("k", "s".repeat(400), 1, 2, 3));
        String kept = Minutes.of(List.of(new Said("g", "r", many)));
        assertTrue(kept.length() <= 16_000, () -> "" + kept.length());
        assertEquals("r", Minutes.read(kept).get(0).reason());
    }
}
