package org.mutoscope.backend.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageType;

@Timeout(120)
class InboxTest {
    private static final Message PONG = Message.bare(MessageType.PONG);

    @Test
    void whatIsThereCanBeTakenAfterTheEnd() throws Exception {
        Inbox inbox = new Inbox();
        inbox.put(PONG);
        inbox.close(WorkerFault.hung("first"));
        inbox.close(WorkerFault.hung("second"));
        inbox.put(PONG);
        assertEquals(PONG, inbox.take());
        assertEquals("first", assertThrows(WorkerFault.class, inbox::take).getMessage());
        assertEquals(
                "first",
                assertThrows(WorkerFault.class, () -> inbox.take(Duration.ZERO)).getMessage());
        assertEquals("first", inbox.awaitEnd().getMessage());
    }

    @Test
    void aFullInboxHoldsTheReader() throws Exception {
        Inbox inbox = new Inbox();
        inbox.put(PONG);
        assertFalse(inbox.full());
        inbox.put(PONG);
        assertTrue(inbox.full());
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> {
            try {
                inbox.put(PONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        inbox.take();
        third.get(60, TimeUnit.SECONDS);
        assertTrue(inbox.full());
    }

    @Test
    void waitingHasAnEnd() throws Exception {
        assertEquals(Optional.empty(), new Inbox().take(Duration.ofMillis(1)));
        assertEquals(Optional.empty(), new Inbox().take(Duration.ofMillis(-1)));
    }
}
