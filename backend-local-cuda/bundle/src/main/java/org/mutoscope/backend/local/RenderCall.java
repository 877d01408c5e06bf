package org.mutoscope.backend.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mutoscope.api.backend.RenderContext;
import org.mutoscope.api.backend.RenderOutcome;
import org.mutoscope.api.backend.RenderRequest;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.MediaReader;
import org.mutoscope.api.media.VideoFormat;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;
import org.mutoscope.worker.wire.Message;
import org.mutoscope.worker.wire.MessageType;

/** One render on one worker, from the order to the outcome. However it ends, the worker is idle or gone afterwards. */
final class RenderCall {
    private static final int LONGEST_MESSAGE = 500;
    /** Parameters of requests that a model may know; the worker holds their bounds. */
    private static final List<String> OPTIONS =
            List.of("steps", "guidance", "negative_prompt", "motion_bucket", "strength");

    private final WorkerProcess worker;
    private final OfferedModel model;
    private final RenderRequest request;
    private final RenderContext context;
    private final VideoFormat format;
    private final Message order;
    private int frames;

    private RenderCall(WorkerProcess worker, Order order) {
        this.worker = worker;
        this.model = order.model();
        this.request = order.request();
        this.context = order.context();
        this.format = order.format();
        this.order = order.message();
    }

    /** What is to be rendered, told in the worker's words. */
    record Order(
            OfferedModel model, RenderRequest request, RenderContext context, VideoFormat format, Message message) {
        /** Turns the files of the request into what workers take. @param reader null if none is installed; asked only for files */
        static Order of(OfferedModel model, RenderRequest request, RenderContext context, MediaReader reader)
                throws IOException, InterruptedException {
            VideoFormat format = new VideoFormat(model.renderedSize(request.size()), model.framesPerSecond());
            Fields fields = fields(model, request, format.size());
            if (request.firstFrame().isPresent() || request.source().isPresent()) {
                if (reader == null) {
                    throw new IOException("no media reader is installed");
                }
                new Ingredients(reader, context, format).prepare(request, fields);
            }
            return new Order(model, request, context, format, Message.of(MessageType.RENDER, fields));
        }

        private static Fields fields(OfferedModel model, RenderRequest request, FrameSize size) {
            Fields fields = new Fields()
                    .put("job", request.jobId())
                    .put("model", model.id())
                    .put("task", request.task())
                    .put("prompt", request.prompt())
                    .put("size", size)
                    .put("seconds", request.seconds())
                    .put("seed", request.seed());
            for (String option : OPTIONS) {
                String value = request.parameters().get(option);
                if (value != null) {
                    fields.put("option." + option, value);
                }
            }
            return fields;
        }
    }

    /** Renders. @throws InterruptedException if cancelled; then the worker was told and is idle, or it is being ended */
    static RenderOutcome run(WorkerProcess worker, Order order) throws InterruptedException {
        return new RenderCall(worker, order).run();
    }

    private RenderOutcome run() throws InterruptedException {
        boolean over = true;
        try {
            // May take long: it decodes what an extension goes on from. Until it is done the worker knows of nothing.
            context.media().video(format);
            over = false;
            worker.order(order);
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
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            return new RenderOutcome.Failed(
                    "media_sink_failed", brief("the frames could not be passed on: " + e.getMessage()), true);
        } finally {
            if (!over && worker.alive()) {
                worker.abandon();
            }
        }
    }

    private static InterruptedException interrupted(InterruptedIOException cause) {
        InterruptedException interrupt = new InterruptedException(cause.getMessage());
        interrupt.initCause(cause);
        return interrupt;
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
        if (index != frames || rgb.remaining() != format.size().rgbBytes()) {
            throw new GarbledException("frame " + index + " with " + rgb.remaining() + " bytes instead of frame "
                    + frames + " with " + format.size().rgbBytes());
        }
        context.media().frame(rgb);
        frames++;
    }

    private RenderOutcome done(Fields fields) throws GarbledException {
        if (frames != model.framesPerSecond() * request.seconds()) {
            throw new GarbledException("it was done after " + frames + " frames");
        }
        Map<String, String> facts = new LinkedHashMap<>(fields.all());
        facts.put("rendered_size", format.size().toString());
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
