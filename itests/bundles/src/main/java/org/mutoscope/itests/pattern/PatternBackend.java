package org.mutoscope.itests.pattern;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.mutoscope.api.backend.BackendCapabilities;
import org.mutoscope.api.backend.Estimate;
import org.mutoscope.api.backend.ModelOffer;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.backend.VideoBackend;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.VideoFormat;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * A test pattern: moving grey bars, no model. Parameters make it behave as a test wants: {@code frame_ms} is the time a frame takes,
 * {@code frames} how many there are, {@code behave} is {@code throw}, {@code refuse}, {@code empty} or {@code ail} (well at first, and then four of ten jobs
 * fail). Bad versions of it are cut by changing the text constants {@code well} and {@code at once}.
 */
@Component(property = VideoBackend.ID + "=pattern")
public final class PatternBackend implements VideoBackend {
    private static final FrameSize SIZE = new FrameSize(64, 64);
    private static final int RATE = 8;
    private static final String COMES = "at once";

    private final AtomicInteger renders = new AtomicInteger();

    /** Comes, or never does. */
    @Activate
    public PatternBackend() {
        while (COMES.startsWith("never")) {
            LockSupport.park(); // whoever interrupts it does not get it out of here either
        }
    }

    @Override
    public BackendCapabilities capabilities() {
        ModelOffer offer = ModelOffer.named("test-pattern")
                .title("Test pattern (no model: for tests)")
                .licence("Apache-2.0")
                .build();
        return new BackendCapabilities(4, "CPU", List.of(offer), Map.of());
    }

    @Override
    public Estimate estimate(RenderRequest request) {
        return new Estimate(Duration.ofMillis(100), SIZE, List.of("This is a test pattern; the prompt is not shown."));
    }

    @Override
    public RenderOutcome render(RenderRequest request, RenderContext context) throws InterruptedException {
        // about as many frames as a test wants, at a rate at which they last as long as was ordered: what does not come
        // is not charged
        int rate = Math.max(1, Math.min(60, number(request, "frames", request.seconds() * RATE) / request.seconds()));
        int frames = rate * request.seconds();
        int wait = number(request, "frame_ms", 0);
        switch (request.parameters().getOrDefault("behave", "well")) {
            case "throw":
                throw new IllegalStateException("asked to throw");
            case "refuse":
                return new RenderOutcome.Refused("test_refused", "The test asked for a refusal.");
            case "empty":
                return new RenderOutcome.Completed(Map.of());
            case "ail":
                if (renders.getAndIncrement() % 10 >= 6) {
                    return new RenderOutcome.Failed("test_failed", "Four of ten fail.", true);
                }
                break;
            default:
                break;
        }
        try {
            context.media().video(new VideoFormat(SIZE, rate));
            for (int i = 0; i < frames; i++) {
                TimeUnit.MILLISECONDS.sleep(wait); // the work that a real backend would do
                context.media().frame(frame(i));
                context.progress((i + 1.0) / frames, "render");
            }
        } catch (IOException e) {
            return new RenderOutcome.Failed("sink_failed", String.valueOf(e.getMessage()), true);
        }
        return new RenderOutcome.Completed(Map.of("device", "CPU"));
    }

    private static ByteBuffer frame(int number) {
        byte[] rgb = new byte[SIZE.rgbBytes()];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIZE.width();
            rgb[i] = (byte) ((x + number * 2) / 8 % 2 == 0 ? 200 : 40);
        }
        return ByteBuffer.wrap(rgb);
    }

    private static int number(RenderRequest request, String key, int otherwise) {
        String value = request.parameters().get(key);
        return value == null ? otherwise : Integer.parseInt(value);
    }
}
