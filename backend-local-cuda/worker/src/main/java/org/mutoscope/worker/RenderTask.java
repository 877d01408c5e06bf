package org.mutoscope.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.mutoscope.worker.render.Cancellation;
import org.mutoscope.worker.render.RenderOrder;
import org.mutoscope.worker.render.RenderSink;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageType;
import org.mutoscope.worker.wire.MessageWriter;

/**
 * An order on its way from the reading thread to the inference thread.
 *
 * @param order what to render
 * @param cancellation how to stop it
 */
record RenderTask(RenderOrder order, Cancellation cancellation) {
    /** Sends what the render makes to the platform. */
    static RenderSink sink(MessageWriter out) {
        return new RenderSink() {
            @Override
            public void progress(double fraction, String phase) throws IOException {
                Fields fields = new Fields().put("fraction", fraction).put("phase", phase);
                out.write(Message.of(MessageType.PROGRESS, fields));
            }

            @Override
            public void frame(int index, ByteBuffer rgb) throws IOException {
                out.write(Message.frame(index, rgb));
            }
        };
    }
}
