package org.mutoscope.guard.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.Screening;
import org.mutoscope.api.guard.Verdict;

/** The guard as names come, change and go. */
class NameGuardTest {
    private static final int LONG = 3600;

    private NameGuard guard;
    private final PaperCatalogue catalogue = new PaperCatalogue();

    @AfterEach
    void close() {
        if (guard != null) {
            guard.close();
        }
    }

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

    private Verdict screen(String text) {
        try {
            return guard.screen(new Text(text));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Verdict until(String text, Predicate<Verdict> wanted) {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        Verdict verdict = screen(text);
        while (!wanted.test(verdict)) {
            assertTrue(Instant.now().isBefore(end), "after 60 s still " + verdict);
            Thread.onSpinWait();
            verdict = screen(text);
        }
        return verdict;
    }

    private static boolean finds(Verdict verdict) {
        return verdict instanceof Verdict.Pass && !verdict.findings().isEmpty();
    }

    private void serve(int grace, int wait) {
        guard = new NameGuard(Lookings.config(grace, wait));
    }

    @Test
    void withoutARegistryEverythingPasses() {
        serve(0, 0);
        assertEquals(new Verdict.Pass(List.of()), screen("Zyblorg"));
        guard.bindNames(catalogue);
        assertInstanceOf(
                Verdict.Pass.class, until("Zyblorg", Verdict.Pass.class::isInstance), "a registry without names");
        guard.unbindNames(catalogue);
        assertInstanceOf(Verdict.Pass.class, screen("Zyblorg"), "no name was ever known");
    }

    @Test
    void theFirstTextWaitsForTheNames() {
        serve(LONG, 60_000);
        guard.bindNames(catalogue.add("Zyblorg"));
        assertEquals(
                List.of(new Finding("character", "s-Zyblorg", 2, 9, 1_000_000)),
                screen("a Zyblorg").findings());
    }

    @Test
    void changesAreLiveWithoutARestart() {
        serve(LONG, 60_000);
        guard.bindNames(catalogue.add("Zyblorg"));
        assertTrue(finds(screen("Zyblorg")));
        catalogue.add("Quillabamba");
        until("Quillabamba", NameGuardTest::finds);
        catalogue.remove("Zyblorg");
        until("Zyblorg", verdict -> !finds(verdict));
        assertTrue(finds(screen("Quillabamba")));
    }

    /** A name that comes while the others are handed out is in none of what was read, and its change was counted before that was taken. */
    @Test
    void aNameThatComesWhileOthersAreReadIsFoundToo() {
        serve(LONG, 60_000);
        java.util.concurrent.atomic.AtomicBoolean meanwhile = new java.util.concurrent.atomic.AtomicBoolean(true);
        catalogue.add("Zyblorg");
        guard.bindNames(new org.mutoscope.api.guard.NameCatalogue() {
            @Override
            public long revision() {
                return catalogue.revision();
            }

            @Override
            public List<org.mutoscope.api.guard.Name> names() {
                List<org.mutoscope.api.guard.Name> read = catalogue.names();
                if (meanwhile.getAndSet(false)) {
                    catalogue.add("Quillabamba");
                }
                return read;
            }
        });
        assertTrue(finds(screen("Zyblorg")));
        until("Quillabamba", NameGuardTest::finds);
    }

    /** While a guard is replaced its successor knows nothing yet, and lets no text through before it does. */
    @Test
    void aSuccessorFindsWithItsFirstText() {
        serve(LONG, 60_000);
        guard.bindNames(catalogue.add("Zyblorg"));
        assertTrue(finds(screen("Zyblorg")));
        guard.close();
        serve(LONG, 60_000);
        guard.bindNames(catalogue);
        assertTrue(finds(screen("Zyblorg")));
    }

    @Test
    void namesAreReadOnceARevision() {
        serve(LONG, 60_000);
        guard.bindNames(catalogue.add("Zyblorg"));
        screen("Zyblorg");
        catalogue.add("Quillabamba");
        until("Quillabamba", NameGuardTest::finds);
        assertEquals(2, catalogue.reads());
    }

    @Test
    void aCatalogueThatWentAwayBlocksOnceItsGraceIsOver() {
        serve(0, 60_000);
        guard.bindNames(catalogue.add("Zyblorg"));
        until("Zyblorg", NameGuardTest::finds);
        guard.unbindNames(catalogue);
        Verdict.Block block = (Verdict.Block) until("nothing", Verdict.Block.class::isInstance);
        assertEquals("names_unavailable", block.category());
        guard.bindNames(new PaperCatalogue().add("Quillabamba"));
        until("Quillabamba", NameGuardTest::finds);
        assertTrue(!finds(screen("Zyblorg")), "the names of the old catalogue are gone");
    }

    @Test
    void aCatalogueThatWentAwayServesOnWithinItsGrace() {
        serve(LONG, 60_000);
        guard.bindNames(catalogue.add("Zyblorg"));
        assertTrue(finds(screen("Zyblorg")));
        guard.unbindNames(catalogue);
        assertTrue(finds(screen("Zyblorg")));
    }

    @Test
    void aNewerCatalogueThatReplacesAnOlderOneIsNotAway() {
        serve(0, 60_000);
        guard.bindNames(catalogue.add("Zyblorg"));
        until("Zyblorg", NameGuardTest::finds);
        guard.bindNames(new PaperCatalogue().add("Zyblorg", "Quillabamba"));
        guard.unbindNames(catalogue);
        until("Quillabamba", NameGuardTest::finds);
    }

    @Test
    void aCatalogueThatFailsBlocksFromTheStart() {
        serve(0, 0);
        catalogue.add("Zyblorg").fail(true);
        guard.bindNames(catalogue);
        assertInstanceOf(Verdict.Block.class, screen("nothing"));
        catalogue.fail(false);
        until("Zyblorg", NameGuardTest::finds);
        catalogue.fail(true);
        until("nothing", Verdict.Block.class::isInstance);
    }
}
