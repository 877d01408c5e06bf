package org.mutoscope.itests.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** One account that orders clips of models, whatever these want to be given. */
final class Studio {
    static final String PICTURE = "input_reference";

    final Http account;

    Studio(Http account) {
        this.account = account;
    }

    /** Orders the shortest clip of a model, with a first frame if it wants one. @param more fields of the request @return its id */
    String order(String model, Map<String, String> more) throws Exception {
        JsonNode offer = offer(model);
        Map<String, String> fields = new HashMap<>(more);
        fields.put("model", model);
        fields.putIfAbsent("prompt", "a small red boat");
        fields.putIfAbsent("size", smallest(offer));
        fields.putIfAbsent("seconds", offer.path("seconds").path(0).asText());
        boolean words = offer.path("tasks").toString().contains("text-to-video");
        Http.Answer answer = words
                ? account.post("/v1/videos", fields)
                : account.form("/v1/videos", fields, PICTURE, picture(fields.get("size"), 0x4080c0, 0x206040));
        return answer.json().path("id").asText();
    }

    /** Orders it and waits for it; the first attempt must do. */
    JsonNode clip(String model, Map<String, String> more) throws Exception {
        JsonNode clip = account.awaitClip(order(model, more));
        String id = clip.path("id").asText();
        Promises.equal("0", job(id).path("attempts").asText(), "attempts that were charged to " + id);
        return clip;
    }

    /** What the platform offers under this id. */
    JsonNode offer(String model) throws Exception {
        for (JsonNode offer : account.get("/api/v1/models").json().path("data")) {
            if (offer.path("id").asText().equals(model)) {
                return offer;
            }
        }
        throw new AssertionError("no model " + model);
    }

    /** The size of the fewest pixels. */
    static String smallest(JsonNode offer) {
        List<String> sizes = new ArrayList<>();
        offer.path("sizes").forEach(size -> sizes.add(size.asText()));
        return sizes.stream()
                .min(Comparator.comparingInt(size -> side(size, 0) * side(size, 1)))
                .orElseThrow();
    }

    /** A picture of two colours, side by side. */
    static byte[] picture(String size, int left, int right) throws IOException {
        int width = side(size, 0);
        int height = side(size, 1);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, i % width < width / 2 ? left : right);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        return png.toByteArray();
    }

    private static int side(String size, int side) {
        return Integer.parseInt(size.split("x")[side]);
    }

    /** What a clip begins with: the first of the pictures on its sprite sheet. */
    BufferedImage firstFrame(String id) throws Exception {
        byte[] sheet = account.bytes("/v1/videos/" + id + "/content?variant=spritesheet");
        BufferedImage all = ImageIO.read(new ByteArrayInputStream(sheet));
        return all.getSubimage(0, 0, all.getWidth() / 4, all.getHeight() / 4);
    }

    JsonNode job(String id) throws Exception {
        return account.get("/api/v1/jobs/" + id).json();
    }

    JsonNode facts(String id) throws Exception {
        return job(id).path("facts");
    }

    /** Digest of a clip's latents, once it is done. */
    String latents(String id) throws Exception {
        account.awaitClip(id);
        return facts(id).path("backend.latents_sha256").asText();
    }

    void awaitPhase(String id, String phase) throws InterruptedException {
        Promises.await(Duration.ofSeconds(60), id + " is in phase " + phase, () -> {
            try {
                return job(id).path("phase").asText().equals(phase);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    void awaitOffer(String model, boolean there) throws InterruptedException {
        Promises.await(Duration.ofSeconds(60), model + (there ? " is offered" : " is no longer offered"), () -> {
            try {
                return there == account.get("/api/v1/models").json().toString().contains('"' + model + '"');
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
