package org.mutoscope.guard.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.guard.Finding;
import org.mutoscope.api.guard.Picture;
import org.mutoscope.api.guard.PictureCatalogue;
import org.mutoscope.api.guard.PictureHash;
import org.mutoscope.api.guard.PictureScreening;
import org.mutoscope.api.guard.Verdict;
import org.mutoscope.api.media.FrameSize;

class PicturesGuardTest {
    /** Settings as a test wants them. */
    private record Settings(int most_distance, int grace_seconds) implements PicturesConfig {
        @Override
        public Class<? extends Annotation> annotationType() {
            return PicturesConfig.class;
        }
    }

    private record Shown(String accountId, String purpose, FrameSize size, byte[] rgb) implements PictureScreening {
        static Shown of(Pixels pixels) {
            return new Shown("acct_1", "first_frame", pixels.size(), pixels.rgb());
        }
    }

    /** A catalogue that counts how often it was read. */
    private static final class Paper implements PictureCatalogue {
        private final List<Picture> pictures = new ArrayList<>();
        private long revision;
        private int read;
        private boolean broken;

        @Override
        public long revision() {
            return revision;
        }

        @Override
        public List<Picture> pictures() {
            read++;
            if (broken) {
                throw new IllegalStateException("broken");
            }
            return List.copyOf(pictures);
        }

        void add(String subject, Pixels pixels) {
            pictures.add(new Picture(
                    subject,
                    "artwork",
                    PictureHash.of(pixels.size(), pixels.rgb()).orElseThrow()));
            revision++;
        }
    }

    private final Paper paper = new Paper();
    private final PicturesGuard guard = new PicturesGuard(new Settings(10, 60));

    private List<String> found(Pixels pixels) {
        Verdict verdict = guard.screen(Shown.of(pixels));
        assertInstanceOf(Verdict.Pass.class, verdict);
        return verdict.findings().stream().map(Finding::subject).toList();
    }

    @Test
    void aPictureIsKnownAgainHoweverItWasTreated() {
        Pixels fox = Pixels.scene(1, 320, 240);
        paper.add("subj_fox", fox);
        paper.add("subj_hen", Pixels.scene(2, 320, 240));
        guard.catalogue = paper;
        assertEquals(List.of("subj_fox"), found(fox));
        assertEquals(List.of("subj_fox"), found(Pixels.scene(1, 1280, 720)), "another size");
        assertEquals(List.of("subj_fox"), found(fox.brighter(20)));
        assertEquals(List.of("subj_fox"), found(fox.noisy(12, 7)));
        assertEquals(List.of("subj_hen"), found(Pixels.scene(2, 64, 64)));
        Finding sure = guard.screen(Shown.of(fox)).findings().get(0);
        assertEquals(new Finding("artwork", "subj_fox", 0, 0, 1_000_000), sure);
    }

    @Test
    void whatIsOtherIsNotFound() {
        for (int seed = 1; seed <= 20; seed++) {
            paper.add("subj_" + seed, Pixels.scene(seed, 200, 200));
        }
        guard.catalogue = paper;
        for (int seed = 101; seed <= 300; seed++) {
            assertEquals(List.of(), found(Pixels.scene(seed, 120, 160)), "seed " + seed);
        }
        assertEquals(List.of(), found(Pixels.plain(0)), "black");
        assertEquals(List.of(), found(Pixels.plain(255)), "white");
    }

    @Test
    void aSubjectIsFoundOnceWithItsNearestPicture() {
        Pixels fox = Pixels.scene(1, 320, 240);
        paper.add("subj_fox", fox.noisy(12, 7));
        paper.add("subj_fox", fox);
        guard.catalogue = paper;
        List<Finding> found = guard.screen(Shown.of(fox)).findings();
        assertEquals(1, found.size());
        assertEquals(1_000_000, found.get(0).confidence());
    }

    @Test
    void changesAreLiveAndReadOnceARevision() {
        guard.catalogue = paper;
        Pixels fox = Pixels.scene(1, 320, 240);
        assertEquals(List.of(), found(fox));
        assertEquals(List.of(), found(fox));
        assertEquals(1, paper.read);
        paper.add("subj_fox", fox);
        assertEquals(List.of("subj_fox"), found(fox));
        assertEquals(2, paper.read);
    }

    @Test
    void withoutARegistryEverythingPassesAndOneThatWentAwayBlocksOnceItsGraceIsOver() {
        Pixels fox = Pixels.scene(1, 320, 240);
        guard.change(new Settings(10, 0));
        assertEquals(List.of(), found(fox));
        paper.add("subj_fox", fox);
        guard.catalogue = paper;
        assertEquals(List.of("subj_fox"), found(fox));
        guard.catalogue = null;
        assertInstanceOf(Verdict.Block.class, guard.screen(Shown.of(fox)));
        guard.change(new Settings(10, 60));
        assertEquals(List.of("subj_fox"), found(fox), "within its grace");
        guard.catalogue = paper;
        paper.broken = true;
        paper.revision++;
        guard.change(new Settings(10, 0));
        assertInstanceOf(Verdict.Block.class, guard.screen(Shown.of(fox)));
        paper.broken = false;
        assertEquals(List.of("subj_fox"), found(fox));
    }

    @Test
    void distanceIsWhatTheOperatorSays() {
        Pixels fox = Pixels.scene(1, 320, 240);
        long hash = PictureHash.of(fox.size(), fox.rgb()).orElseThrow();
        paper.pictures.add(new Picture("subj_fox", "artwork", hash ^ 0b111));
        guard.catalogue = paper;
        assertEquals(List.of("subj_fox"), found(fox));
        guard.change(new Settings(2, 60));
        assertEquals(List.of(), found(fox));
        assertTrue(guard.screen(Shown.of(fox)) instanceof Verdict.Pass);
    }
}
