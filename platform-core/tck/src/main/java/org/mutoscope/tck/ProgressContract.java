package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a backend says of how far it is, if it does. */
interface ProgressContract extends OnBackendBench {
    /** A part of the whole, 0 to 1, and one word of at most 40 characters. */
    @Test
    default void progressIsAFraction() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (LentRender.Told told : told()) {
            boolean word = told.phase() != null && told.phase().matches("\\S{1,40}");
            if (!(told.fraction() >= 0 && told.fraction() <= 1) || !word) {
                wrong.add(told.fraction() + " " + told.phase());
            }
        }
        assertEquals(List.of(), wrong, "progress that people cannot read");
    }

    /** It never falls: the host would show the old value, and the clip would seem to stand still. */
    @Test
    default void progressDoesNotFall() throws Exception {
        double before = 0;
        for (LentRender.Told told : told()) {
            assertEquals(before, Math.min(before, told.fraction()), "progress after which less was told");
            before = told.fraction();
        }
    }

    private List<LentRender.Told> told() throws Exception {
        List<LentRender.Told> told = bench().completed(bench().clip()).told();
        assumeTrue(!told.isEmpty(), "not declared: it tells no progress");
        return told;
    }
}
