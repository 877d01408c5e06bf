package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageType;

class GreetingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(7);
    private static final Message BUSY =
            Message.of(MessageType.PROGRESS, new Fields().put("fraction", 0).put("phase", "start"));

    private final Queue<Message> said = new ArrayDeque<>();
    private final List<Duration> asked = new ArrayList<>();

    private Optional<Message> take(Duration patience) {
        asked.add(patience);
        return Optional.ofNullable(said.poll());
    }

    /** Files of tens of gigabytes take longer than anybody's patience with silence. */
    @Test
    void whoShowsThatItWorksHasAllTheTimeItNeeds() throws Exception {
        said.addAll(List.of(BUSY, BUSY, Message.bare(MessageType.READY)));
        assertTrue(Greeting.listen(this::take, PATIENCE).isPresent());
        assertEquals(List.of(PATIENCE, PATIENCE, PATIENCE), asked);
    }

    @Test
    void silenceIsTold() throws Exception {
        said.add(BUSY);
        assertTrue(Greeting.listen(this::take, PATIENCE).isEmpty());
    }
}
