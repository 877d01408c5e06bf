package org.mutoscope.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.core.jobs.Candidate;
import org.mutoscope.jobs.doubles.Configs;
import org.mutoscope.jobs.doubles.DirectCalls;
import org.mutoscope.jobs.doubles.ListedSwappable;
import org.mutoscope.jobs.doubles.ScriptedBackend;

/** A slot that becomes free while the dispatcher looks goes to whose turn it is, and to nobody who was merely asked later. */
class TurnsTest {
    private static final Need LARGE = need("720x1280");
    private static final Need SMALL = need("64x64");

    private final ListedSwappable services = new ListedSwappable();
    private final BackendPool pool = new BackendPool(
            services.of(VideoBackend.class),
            new DirectCalls(),
            new Breakers(() -> Configs.of(JobsConfig.class, java.util.Map.of())));
    private final FairQueue queue = new FairQueue();
    private final List<Need> asked = new ArrayList<>();
    private BackendPool.Place taken;

    private static Need need(String size) {
        return new Need(List.of(Candidate.of("m")), "text-to-video", FrameSize.parse(size), 4, Need.Ties.NONE);
    }

    @BeforeEach
    void aBackendWithOneSlotThatIsTaken() {
        services.of(VideoBackend.class).add("one", ScriptedBackend.instant("m", 1));
        pool.refresh();
        taken = pool.take(LARGE).orElseThrow();
        queue.add(new Queued("video_1", "acct_1", LARGE, queue.order(), new Queued.Line("first", 10)));
        queue.add(new Queued("video_2", "acct_2", SMALL, queue.order(), new Queued.Line("second", 10)));
    }

    /** One look; the slot is given back as soon as the first has been told that there is none. */
    private Optional<Queued> look() {
        long freed = pool.freed();
        return queue.next((account, plan) -> true, need -> {
            boolean room = pool.hasRoom(need, freed);
            if (asked.isEmpty()) {
                pool.giveBack(taken.seat());
            }
            asked.add(need);
            return room;
        });
    }

    @Test
    void theFirstGetsTheSlotThatTheSecondCameUpon() {
        assertEquals(Optional.empty(), look(), "both were asked, and nobody was passed over");
        assertEquals(List.of(LARGE, SMALL), asked);
        assertEquals("video_1", look().orElseThrow().jobId());
    }

    @Test
    void aSlotIsSeenByTheNextLookAndNotByTheOneThatBeganBefore() {
        long before = pool.freed();
        assertFalse(pool.hasRoom(SMALL, before), "it is taken");
        pool.giveBack(taken.seat());
        assertFalse(pool.hasRoom(SMALL, before), "it came too late for this look");
        assertTrue(pool.hasRoom(SMALL, pool.freed()));
    }
}
