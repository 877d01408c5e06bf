package ${package};

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

/** Moving grey bars; the seed says where they begin. */
@Component(property = VideoBackend.ID + "=${backendId}")
public final class BarsBackend implements VideoBackend {
    private static final String MODEL = "${backendId}-1";
    private static final FrameSize SIZE = new FrameSize(64, 64);
    private static final int RATE = 8;

    @Override
    public BackendCapabilities capabilities() {
        ModelOffer offer = ModelOffer.named(MODEL).title("Bars").licence("Apache-2.0").attribute(ModelOffer.SEED, "true").build();
        return new BackendCapabilities(2, "CPU", List.of(offer), Map.of());
    }

    @Override
    public Estimate estimate(RenderRequest request) {
        return new Estimate(Duration.ofSeconds(1), SIZE, List.of("The prompt is not shown."));
    }

    @Override
    public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
        if (!request.model().equals(MODEL)) {
            return new RenderOutcome.Refused("no_such_model", "Choose the model " + MODEL + ".");
        }
        int frames = request.seconds() * RATE;
        byte[] rgb = new byte[SIZE.rgbBytes()];
        try {
            context.media().video(new VideoFormat(SIZE, RATE));
            for (int n = 0; n < frames; n++) {
                long shift = Math.floorMod(request.seed(), 16) + n * 2;
                for (int i = 0; i < rgb.length; i++) {
                    rgb[i] = (byte) ((i / 3 % SIZE.width() + shift) / 8 % 2 == 0 ? 200 : 40);
                }
                context.media().frame(ByteBuffer.wrap(rgb)); // copied; blocks while the encoder is behind, ends when interrupted
                context.progress((n + 1.0) / frames, "render");
            }
        } catch (IOException e) {
            return new RenderOutcome.Failed("sink_failed", String.valueOf(e.getMessage()), true);
        }
        return new RenderOutcome.Completed(Map.of("device", "CPU"));
    }
}
