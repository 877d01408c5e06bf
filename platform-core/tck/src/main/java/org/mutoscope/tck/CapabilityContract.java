package org.mutoscope.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.ModelOffer;

/** What a backend says that it offers, and whether that can be had. */
interface CapabilityContract extends OnBackendBench {
    /** Attributes that are true or false. */
    Set<String> FLAGS = Set.of(ModelOffer.AUDIO, ModelOffer.SEED, ModelOffer.CANCEL, ModelOffer.CALLBACK);

    /** Attributes of a backend that are whole numbers. */
    Set<String> NUMBERS =
            Set.of(BackendCapabilities.BUDGET_CLIPS, BackendCapabilities.BUDGET_DAY, BackendCapabilities.BUDGET_MONTH);

    /** The offer is the same each time, after a clip too: the host asks once and keeps it until it is told of a change. */
    @Test
    default void offerStaysTheSame() throws Exception {
        BackendCapabilities first = Bench.call(() -> bench().backend.capabilities());
        assertEquals(first, Bench.call(() -> bench().backend.capabilities()), "the offer when asked again");
        bench().completed(bench().clip());
        assertEquals(first, Bench.call(() -> bench().backend.capabilities()), "the offer after a clip");
        assertTrue(!first.device().isBlank(), "it says on what it renders");
    }

    /** Each model has an id of its own, a name for people, even sizes and lengths of 1 to 120 s: others cannot be encoded or asked for. */
    @Test
    default void modelsCanBeAskedFor() {
        List<String> wrong = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (ModelOffer offer : bench().offers()) {
            if (!ids.add(offer.id())) {
                wrong.add("two models are called " + offer.id());
            }
            if (offer.title().isBlank() || offer.licence().isBlank()) {
                wrong.add(offer.id() + " has no title or no licence");
            }
            if (offer.sizes().stream().anyMatch(size -> size.width() % 2 + size.height() % 2 > 0)) {
                wrong.add(offer.id() + " has a size with an odd side");
            }
            if (offer.seconds().stream().anyMatch(length -> length < 1 || length > 120)) {
                wrong.add(offer.id() + " has a length outside of 1 to 120 s");
            }
        }
        assertEquals(List.of(), wrong, "what is wrong with the models");
    }

    /** Attributes that the platform knows have the form it reads: a budget that is no number would be no limit. */
    @Test
    default void attributesCanBeRead() {
        List<String> wrong = new ArrayList<>();
        BackendCapabilities capabilities = bench().backend.capabilities();
        capabilities.attributes().forEach((name, value) -> {
            if (NUMBERS.contains(name) && !value.matches("[0-9]{1,18}")) {
                wrong.add(name + "=" + value);
            }
        });
        for (ModelOffer offer : capabilities.models()) {
            offer.attributes().forEach((name, value) -> {
                if (FLAGS.contains(name) && !value.matches("true|false")
                        || name.equals(ModelOffer.OUTPUT_HOURS) && !value.matches("[0-9]{1,9}")) {
                    wrong.add(offer.id() + ": " + name + "=" + value);
                }
            });
        }
        assertEquals(List.of(), wrong, "attributes that cannot be read");
    }

    /** Every model makes a clip by each of its tasks; those that need a clip only if the specimen has one. */
    @Test
    default void everythingOfferedIsMade() throws Exception {
        List<AskedClip> others = new ArrayList<>();
        AskedClip usual = bench().clip();
        for (ModelOffer offer : bench().offers()) {
            for (String task : offer.tasks().stream()
                    .filter(BackendBench.TASKS::contains)
                    .sorted()
                    .toList()) {
                if (!offer.id().equals(usual.model()) || !task.equals(usual.task())) {
                    bench().withFiles(AskedClip.least(offer, task)).ifPresent(others::add);
                }
            }
        }
        assumeTrue(!others.isEmpty(), "not declared: it has one model with one task");
        for (AskedClip clip : others) {
            try {
                LentRender made = bench().completed(clip);
                assertTrue(made.caught().bytes() > 0, "it said it was done and had pushed nothing");
            } catch (Exception | AssertionError e) {
                throw new AssertionError(clip.model() + " by " + clip.task() + ": " + e, e);
            }
        }
    }

    /** As many clips are made at once as it has slots (eight are tried at most). */
    @Test
    default void slotsWorkAtOnce() throws Exception {
        int slots = Math.min(8, bench().backend.capabilities().slots());
        List<BackendBench.Rendering> all = new ArrayList<>();
        for (int n = 0; n < slots; n++) {
            LentRender context = new LentRender();
            context.caught().hold();
            all.add(bench().begin(bench().clip().of("job_tck" + n), context));
        }
        try {
            for (BackendBench.Rendering one : all) {
                bench().awaitMedia(one); // the others are held back meanwhile
            }
        } finally {
            all.forEach(one -> one.context().caught().letGo());
        }
        for (BackendBench.Rendering one : all) {
            assertEquals(
                    "Completed", bench().end(one).getClass().getSimpleName(), "the outcome of one of several at once");
        }
    }

    /** Facts as short as the host keeps them: 50 of them, names of 60 and values of 500 characters. */
    @Test
    default void factsAreShort() throws Exception {
        Map<String, String> facts = bench().facts(bench().clip());
        assertTrue(facts.size() <= 50, "50 facts at most, not " + facts.size());
        facts.forEach((name, value) -> assertTrue(
                !name.isBlank() && name.length() <= 60 && value.length() <= 500,
                "a fact's name has at most 60 characters and its value 500: " + name));
    }
}
