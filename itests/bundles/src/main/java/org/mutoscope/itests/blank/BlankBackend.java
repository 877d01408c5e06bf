package org.mutoscope.itests.blank;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.VideoFormat;
import org.osgi.service.component.annotations.Component;

/** One black frame and no work, many at a time: to measure everything around a backend. */
@Component(property = VideoBackend.ID + "=blank")
public final class BlankBackend implements VideoBackend {
    private static final FrameSize SIZE = new FrameSize(16, 16);
    private static final int SLOTS = 32;

    @Override
    public BackendCapabilities capabilities() {
        ModelOffer offer = ModelOffer.named("blank")
                .title("A black frame (no model: for measuring)")
                .licence("Apache-2.0")
                .build();
        return new BackendCapabilities(SLOTS, "CPU", List.of(offer), Map.of());
    }

    @Override
    public Estimate estimate(RenderRequest request) {
        return new Estimate(Duration.ofMillis(1), SIZE, List.of());
    }

    @Override
    public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
        try {
            context.media().video(new VideoFormat(SIZE, 1));
            for (int second = 0; second < request.seconds(); second++) { // what does not come is not charged
                context.media().frame(ByteBuffer.allocate(SIZE.rgbBytes()));
            }
        } catch (IOException e) {
            return new RenderOutcome.Failed("sink_failed", String.valueOf(e.getMessage()), true);
        }
        return new RenderOutcome.Completed(Map.of());
    }
}
