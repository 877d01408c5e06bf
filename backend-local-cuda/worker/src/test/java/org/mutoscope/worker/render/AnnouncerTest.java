package org.mutoscope.worker.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
    private final List<String> heard = new ArrayList<>();
    private long now = 5;
    private boolean gone;

    private final Announcer announcer = new Announcer(
            new RenderSink() {
                @Override
                public void progress(double fraction, String phase) throws IOException {
                    if (gone) {
                        throw new IOException("gone");
                    }
                    heard.add(fraction + " " + phase);
                }

                @Override
                public void frame(int index, ByteBuffer rgb) {
                    throw new IllegalStateException("no frames here");
                }
            },
            "open",
            () -> now);

    @Test
    void signsOfLifeRepeatWhatWasSaidButNotTooOften() throws IOException {
        announcer.alive();
        assertEquals(List.of(), heard);
        now += Announcer.QUIET;
        announcer.alive();
        announcer.alive();
        announcer.progress(0.5, "denoise");
        now += Announcer.QUIET - 1;
        announcer.alive();
        now++;
        announcer.alive();
        announcer.alive();
        assertEquals(List.of("0.0 open", "0.5 denoise", "0.5 denoise"), heard);
    }

    @Test
    void aPlatformThatWentAwayEndsTheWork() {
        gone = true;
        now += Announcer.QUIET;
        assertThrows(UncheckedIOException.class, announcer::alive);
    }
}
