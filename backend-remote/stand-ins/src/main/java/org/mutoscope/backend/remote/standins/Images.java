package org.mutoscope.backend.remote.standins;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * {@code /v1/images/generations}. As at OpenAI only the {@code gpt-image} models are there, and they answer in base64 alone; another
 * server that speaks the same may still have {@code dall-e-3} and answer with addresses.
 */
final class Images extends OpenAi {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "prompt",
            "n",
            "size",
            "quality",
            "background",
            "output_format",
            "output_compression",
            "moderation",
            "user");
    private static final Set<String> SIZES = Set.of("1024x1024", "1536x1024", "1024x1536", "auto");
    private static final Set<String> OLD_SIZES = Set.of("1024x1024", "1792x1024", "1024x1792");
    private final boolean old;

    /** @param old whether it still has {@code dall-e-3} */
    Images(boolean old) {
        super("/v1/images/generations");
        this.old = old;
    }

    @Override
    public String name() {
        return old ? "openai-images:old" : "openai-images";
    }

    @Override
    public String route(Asked asked) {
        return asked.path().startsWith("/outputs/") ? "content" : super.route(asked);
    }

    @Override
    public Answer answer(Asked asked, Desk desk) {
        if (route(asked).equals("content")) {
            String[] name =
                    asked.path().replaceFirst("/outputs/(.*)\\.png", "$1").split("_");
            Job job = desk.job(name[0]).orElseThrow(() -> new Refusal(404, "not_found", "No such file"));
            return Answer.bytes("image/png", png(job.order.size()));
        }
        return super.answer(asked, desk);
    }

    @Override
    Answer make(Map<String, Object> wish, Desk desk) {
        String model = Dialect.text(wish, "model", old ? "dall-e-3" : "gpt-image-1");
        boolean dalle = model.startsWith("dall-e");
        if (dalle ? !old : !model.matches("gpt-image-1(\\.5|-mini)?")) {
            throw new Refusal(
                    404, "model_not_found", "The model '" + model + "' does not exist or has been deprecated.");
        }
        known(
                wish,
                dalle ? Set.of("model", "prompt", "n", "size", "quality", "style", "response_format", "user") : FIELDS);
        String prompt = Dialect.text(wish, "prompt", "");
        if (prompt.isEmpty() || prompt.length() > (dalle ? 4_000 : 32_000)) {
            throw Dialect.bad("invalid_value", "'prompt' is missing or too long.");
        }
        one(wish, "size", dalle ? OLD_SIZES : SIZES);
        one(wish, "quality", dalle ? Set.of("standard", "hd") : Set.of("auto", "low", "medium", "high"));
        one(wish, "output_format", Set.of("png"));
        one(wish, "response_format", Set.of("url", "b64_json"));
        one(wish, "n", dalle ? Set.of(1) : Set.of(1, 2, 3, 4));
        return made(wish, model, desk);
    }

    private static Answer made(Map<String, Object> wish, String model, Desk desk) {
        String size = Dialect.text(wish, "size", "1024x1024").replace("auto", "1024x1024");
        int number = (Integer) wish.getOrDefault("n", 1);
        Job job = done(desk, new Order(model, 0, size, false, number * price(wish, model), wish));
        if (job.state() == Job.State.FILTERED) {
            throw Dialect.bad("moderation_blocked", "Your request was rejected by the safety system.");
        } else if (job.state() != Job.State.DONE) {
            throw new Refusal(500, "server_error", "The server had an error while processing your request.");
        }
        boolean address = model.startsWith("dall-e") && !"b64_json".equals(wish.get("response_format"));
        List<Object> data = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            data.add(
                    address
                            ? Answer.map(
                                    "url",
                                    desk.url + "/outputs/" + job.id + "_" + i + ".png",
                                    "revised_prompt",
                                    wish.get("prompt"))
                            : Answer.map("b64_json", Base64.getEncoder().encodeToString(png(size))));
        }
        Map<String, Object> answer = Answer.map("created", job.created.getEpochSecond(), "data", data);
        if (!model.startsWith("dall-e")) {
            answer.putAll(
                    Answer.map("background", "opaque", "output_format", "png", "quality", quality(wish), "size", size));
            answer.put("usage", Answer.map("input_tokens", 12, "output_tokens", 1056, "total_tokens", 1068));
        }
        return Answer.json(answer);
    }

    private static String quality(Map<String, Object> wish) {
        return Dialect.text(wish, "quality", "auto").replace("auto", "medium");
    }

    private static long price(Map<String, Object> wish, String model) {
        if (model.startsWith("dall-e")) {
            return "hd".equals(wish.get("quality")) ? 80_000 : 40_000;
        }
        return switch (quality(wish)) {
            case "low" -> 11_000;
            case "high" -> 167_000;
            default -> 42_000;
        };
    }

    /** A picture of the size that was asked for, so that nobody need scale it. */
    private static byte[] png(String size) {
        String[] sides = size.split("x");
        int width = Integer.parseInt(sides[0]);
        int height = Integer.parseInt(sides[1]);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, 0, height, Color.BLUE));
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
