package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;

/** How a backend says no. */
interface RefusalContract extends OnBackendBench {
    /** A request that is at fault is refused with a code in snake_case and a message that tells the creator what to do. */
    @Test
    default void refusalIsNamed() throws Exception {
        Optional<RenderRequest> refused = bench().specimen.refused();
        assumeTrue(refused.isPresent(), "not declared: the specimen names no request that is refused");
        RenderOutcome outcome = bench().render(refused.get(), new LentRender());
        RenderOutcome.Refused no = assertInstanceOf(RenderOutcome.Refused.class, outcome, "the outcome");
        named(no.code(), no.message());
        assertFalse(no.message().contains(refused.get().prompt()), "the message repeats the prompt");
    }

    /** A failure has a code in snake_case and a message for the operator. */
    @Test
    default void failureIsNamed() throws Exception {
        RenderOutcome outcome = bench().broken();
        assumeTrue(outcome instanceof RenderOutcome.Failed, "not declared: a broken encoder is no failure to it");
        RenderOutcome.Failed failed = (RenderOutcome.Failed) outcome;
        named(failed.code(), failed.message());
    }

    /** A model that it does not offer (any more) is never made by another one. */
    @Test
    default void unknownModelIsNotMade() throws Exception {
        RenderOutcome outcome = bench().render(bench().clip().by("tck-no-such-model"), new LentRender());
        assertFalse(outcome instanceof RenderOutcome.Completed, "it made a clip of a model that it does not offer");
    }

    /** Parameters are what a client sent: nonsense in them is ignored or refused, and never a fault of the backend. */
    @Test
    default void nonsenseIsNoFault() throws Exception {
        Map<String, String> nonsense = new TreeMap<>();
        for (String name : new String[] {"steps", "guidance", "strength", "seed", "fps", "style", "motion_bucket"}) {
            nonsense.put(name, "-1e999 ../../etc/passwd \u0000\n\"'{}%s${jndi:x}");
        }
        nonsense.put("x".repeat(1000), "\ud83c\udfac".repeat(500));
        takenOrRefused(bench().clip().with(nonsense), "parameters that make no sense");
    }

    /** The longest prompt that the platform takes, 32,000 characters of all kinds, is taken or refused. */
    @Test
    default void longestPromptIsNoFault() throws Exception {
        String all = "a \u0007\u202e\u00e9\u4e00\ud83c\udfac \"quoted\" <b>\\n</b> ";
        String longest = all.repeat(32_000 / all.length());
        takenOrRefused(bench().clip().prompt(longest), "a prompt of " + longest.length() + " characters");
    }

    private void takenOrRefused(AskedClip clip, String what) throws Exception {
        RenderOutcome outcome = bench().render(clip, new LentRender());
        if (outcome instanceof RenderOutcome.Refused refused) {
            named(refused.code(), refused.message());
        } else {
            assertInstanceOf(RenderOutcome.Completed.class, outcome, "the outcome for " + what);
        }
    }

    private static void named(String code, String message) {
        assertTrue(code.matches("[a-z][a-z0-9_]{0,63}"), "a code is 1 to 64 characters of snake_case: " + code);
        assertTrue(!message.isBlank() && message.length() <= 500, "a message has 1 to 500 characters: " + message);
    }
}
