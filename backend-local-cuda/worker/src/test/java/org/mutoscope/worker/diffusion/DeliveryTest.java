package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderProblem;
import org.mutoscope.worker.render.RenderSink;

class DeliveryTest {
    private static final Size SIZE = new Size(2, 2);

    @Test
    void deliversWhatIsWantedAndNoMore() throws Exception {
        FilmSink sink = new FilmSink();
        try (Delivery delivery = new Delivery(sink, SIZE, 5);
                Cancellation never = new Cancellation()) {
            for (int chunk = 0; chunk < 4; chunk++) {
                delivery.offer(new byte[3 * 12], 0, never);
            }
            assertFalse(delivery.wantsMore());
            delivery.finish(never);
            assertTrue(delivery.nanos() > 0);
        }
        assertEquals(5, sink.count());
    }

    @Test
    void aPlatformThatWentAwayIsHeardOf() throws Exception {
        RenderSink gone = new Blocked(new CountDownLatch(0)) {
            @Override
            public void frame(int index, ByteBuffer rgb) throws IOException {
                throw new IOException("gone");
            }
        };
        try (Delivery delivery = new Delivery(gone, SIZE, 2);
                Cancellation never = new Cancellation()) {
            delivery.offer(new byte[12], 0, never);
            assertThrows(IOException.class, () -> delivery.offer(new byte[12], 0, never));
        }
    }

    @Test
    void aCancelIsHeardWhileThePlatformIsBehind() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        Blocked sink = new Blocked(open);
        try (Cancellation cancellation = new Cancellation();
                Delivery delivery = new Delivery(sink, SIZE, 9)) {
            delivery.offer(new byte[3 * 12], 0, cancellation);
            cancellation.cancel();
            assertThrows(RenderProblem.class, () -> delivery.offer(new byte[12], 0, cancellation));
            // The platform reads on, as it does until it hears how the render ended.
            open.countDown();
        }
        assertTrue(sink.frames <= 3);
    }

    /** Does not read until it is let. */
    private static class Blocked implements RenderSink {
        private final CountDownLatch open;
        private volatile int frames;

        Blocked(CountDownLatch open) {
            this.open = open;
        }

        @Override
        public void progress(double fraction, String phase) {
            // Nobody looks.
        }

        @Override
        public void frame(int index, ByteBuffer rgb) throws IOException {
            try {
                assertTrue(open.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            frames++;
        }
    }
}
