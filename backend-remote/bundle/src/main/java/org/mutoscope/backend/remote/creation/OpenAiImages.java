package org.mutoscope.backend.remote.creation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.backend.UpstreamCost;
import org.mutoscope.api.creation.Creation;
import org.mutoscope.api.creation.FirstFrame;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.backend.remote.wire.Ask;
import org.mutoscope.backend.remote.wire.Call;
import org.mutoscope.backend.remote.wire.CallFault;
import org.mutoscope.backend.remote.wire.Download;
import org.mutoscope.backend.remote.wire.Json;
import org.mutoscope.backend.remote.wire.Reply;

/** First frames by {@code /images/generations}. Takes pictures in the answer and at an address: some models give the one, some the other. */
public final class OpenAiImages implements FirstFrame {
    private static final int LARGEST = 50 << 20;

    private final URI base;
    private final Call call;
    private final Model model;

    /**
     * What is asked.
     *
     * @param name its name at the service
     * @param sizes what it draws; empty: any
     * @param format {@code response_format} that has to be asked for; empty: it is not known there
     * @param price what it costs
     */
    public record Model(String name, List<FrameSize> sizes, String format, Spent price) {}

    /** @param base address with {@code /v1} */
    public OpenAiImages(URI base, Call call, Model model) {
        this.base = base;
        this.call = call;
        this.model = model;
    }

    @Override
    public Creation<String> draw(Request request) throws InterruptedException {
        ObjectNode body = Json.object()
                .put("model", model.name())
                .put("prompt", request.prompt())
                .put("n", 1)
                .put("size", size(request.size()).toString());
        if (!model.format().isEmpty()) {
            body.put("response_format", model.format());
        }
        Optional<UpstreamCost> cost = Optional.empty();
        try {
            Ask ask = Ask.of("POST", URI.create(base + "/images/generations"), "the picture")
                    .header("Idempotency-Key", request.name())
                    .json(body)
                    .most(LARGEST * 2);
            Reply reply = call.read(ask, request.patience());
            if (!reply.good()) {
                return Asking.not(reply, cost);
            }
            cost = model.price().cost(reply.json().path("usage"), 0);
            Download.Loaded loaded = load(reply.json().path("data").path(0), request);
            return loaded.picture()
                    ? new Creation.Made<>(type(loaded.start()), cost)
                    : new Creation.Failed<>("output_unreadable", "what the service drew is no picture", false, cost);
        } catch (CallFault e) {
            return Asking.none(e, cost);
        } catch (IOException | IllegalArgumentException e) {
            return new Creation.Failed<>("output_unreadable", "what the service drew cannot be read", false, cost);
        }
    }

    /** The size whose shape is the nearest, of those the larger. */
    private FrameSize size(FrameSize wanted) {
        return model.sizes().stream()
                .min(Comparator.<FrameSize>comparingLong(size -> difference(size, wanted))
                        .thenComparing(Comparator.comparingInt(FrameSize::width).reversed()))
                .orElse(wanted);
    }

    /** Between two shapes, in thousandths. */
    private static long difference(FrameSize a, FrameSize b) {
        return Math.abs(1000L * a.width() / a.height() - 1000L * b.width() / b.height());
    }

    private Download.Loaded load(JsonNode data, Request request) throws CallFault, IOException, InterruptedException {
        Path target = request.target();
        if (data.path("b64_json").isTextual()) {
            Files.write(target, Base64.getDecoder().decode(data.path("b64_json").asText()));
            return Download.of(target);
        }
        Duration patience = request.patience();
        return new Download(call, LARGEST, patience)
                .to(target, URI.create(data.path("url").asText()));
    }

    private static String type(byte[] start) {
        return switch (start[0] & 0xff) {
            case 0x89 -> "image/png";
            case 0xff -> "image/jpeg";
            default -> "image/webp";
        };
    }
}
