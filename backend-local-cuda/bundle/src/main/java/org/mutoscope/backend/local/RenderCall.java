package org.mutoscope.backend.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageType;

/** One render on one worker, from the order to the outcome. However it ends, the worker is idle or gone afterwards. */
final class RenderCall {
    private static final int LONGEST_MESSAGE = 500;

    private final WorkerProcess worker;
    private final OfferedModel model;
    private final RenderRequest request;
    private final RenderContext context;
    private final FrameSize size;
    private int frames;

    RenderCall(WorkerProcess worker, OfferedModel model, RenderRequest request, RenderContext context) {
        this.worker = worker;
        this.model = model;
        this.request = request;
        this.context = context;
        this.size = model.renderedSize(request.size());
    }

    /** Renders. @throws InterruptedException if cancelled; then the worker was told and is idle, or it is being ended */
    RenderOutcome run() throws InterruptedException {
        boolean over = false;
        try {
            context.media().video(new VideoFormat(size, model.framesPerSecond()));
            worker.order(order());
            Optional<RenderOutcome> outcome;
            do {
                outcome = hear(worker.take());
            } while (outcome.isEmpty());
            over = true;
            return outcome.get();
        } catch (WorkerFault e) {
            return e.outcome();
        } catch (GarbledException e) {
            return worker.kill(WorkerFault.garbled(e.getMessage())).outcome();
        } catch (IOException e) {
            return new RenderOutcome.Failed(
                    "media_sink_failed", brief("the frames could not be passed on: " + e.getMessage()), true);
        } finally {
            if (!over && worker.alive()) {
                worker.abandon();
            }
        }
    }

    private Message order() {
        return Message.of(
                MessageType.RENDER,
                new Fields()
                        .put("job", request.jobId())
                        .put("model", model.id())
                        .put("prompt", request.prompt())
                        .put("size", size)
                        .put("seconds", request.seconds())
                        .put("seed", request.seed()));
    }

    private Optional<RenderOutcome> hear(Message message) throws IOException, InterruptedException {
        switch (message.type()) {
            case PROGRESS -> progress(message.fields());
            case FRAME -> frame(message);
            case DONE -> {
                return Optional.of(done(message.fields()));
            }
            case REFUSED -> {
                Fields fields = message.fields();
                return Optional.of(new RenderOutcome.Refused(fields.text("code"), brief(fields.text("message"))));
            }
            case FAILED -> {
                return Optional.of(failed(message.fields()));
            }
            default -> throw new GarbledException(message.type() + " during a render");
        }
        return Optional.empty();
    }

    private void progress(Fields fields) throws GarbledException {
        double fraction = fields.decimal("fraction");
        context.progress(Math.min(1, Math.max(0, fraction)), fields.text("phase"));
    }

    private void frame(Message message) throws IOException, InterruptedException {
        int index = message.frameIndex();
        ByteBuffer rgb = message.frameRgb();
        if (index != frames || rgb.remaining() != size.rgbBytes()) {
            throw new GarbledException("frame " + index + " with " + rgb.remaining() + " bytes instead of frame "
                    + frames + " with " + size.rgbBytes());
        }
        context.media().frame(rgb);
        frames++;
    }

    private RenderOutcome done(Fields fields) throws GarbledException {
        if (frames != model.framesPerSecond() * request.seconds()) {
            throw new GarbledException("it was done after " + frames + " frames");
        }
        Map<String, String> facts = new LinkedHashMap<>(fields.all());
        facts.put("rendered_size", size.toString());
        return new RenderOutcome.Completed(facts);
    }

    private static RenderOutcome failed(Fields fields) throws GarbledException {
        boolean retryable = Boolean.parseBoolean(fields.text("retryable"));
        return new RenderOutcome.Failed(fields.text("code"), brief(fields.text("message")), retryable);
    }

    private static String brief(String message) {
        return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    }
}
