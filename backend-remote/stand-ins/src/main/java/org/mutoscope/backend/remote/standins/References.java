package org.mutoscope.backend.remote.standins;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;

/** First frames: what they may be. */
final class References {
    private static final int LONGEST = 20_971_520;

    private References() {}

    /** Refuses a first frame that is no picture, comes twice or has another size than the video. */
    static void check(Map<String, Object> wish, String size) {
        Object frame = wish.get("input_reference");
        Object url = wish.get("input_reference[image_url]");
        Object file = wish.get("input_reference[file_id]");
        Map<String, Object> object = Asked.object(frame);
        if (object != null) {
            url = object.get("image_url");
            file = object.get("file_id");
        } else if (frame instanceof Part part) {
            picture(part.bytes(), size);
        } else if (frame != null) {
            throw Dialect.bad("invalid_type", "Invalid type for 'input_reference': expected a file or an object.");
        }
        if (url != null && file != null || object != null && (url == null && file == null || object.size() != 1)) {
            throw Dialect.bad("invalid_value", "'input_reference' has either 'image_url' or 'file_id'.");
        } else if (url != null) {
            picture(String.valueOf(url instanceof Part part ? part.text() : url), size);
        } else if (file != null) {
            throw new Refusal(404, "file_not_found", "No such File object.");
        }
    }

    private static void picture(String url, String size) {
        if (url.length() > LONGEST) {
            throw Dialect.bad("string_above_max_length", "'image_url' is too long.");
        } else if (url.startsWith("data:image/") && url.contains(";base64,")) {
            picture(decoded(url), size);
        } else if (!url.startsWith("https://")) {
            throw Dialect.bad("invalid_image_url", "'image_url' is a data URL or an https URL.");
        }
    }

    private static byte[] decoded(String url) {
        try {
            return Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        } catch (IllegalArgumentException e) {
            throw Dialect.bad("invalid_image_url", "'image_url' is no base64.");
        }
    }

    private static void picture(byte[] bytes, String size) {
        if (kind(bytes).isEmpty()) {
            throw Dialect.bad("invalid_value", "Unsupported file type for 'input_reference': use jpeg, png or webp.");
        } else if (kind(bytes).equals("webp")) {
            return; // its size is not read here
        }
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
            if (image == null) {
                throw new IOException("unreadable");
            } else if (!size.equals(image.getWidth() + "x" + image.getHeight())) {
                throw Dialect.bad("invalid_value", "Inpaint image must match the requested width and height");
            }
        } catch (IOException e) {
            throw Dialect.bad("invalid_value", "'input_reference' cannot be decoded.");
        }
    }

    /** {@code png}, {@code jpeg}, {@code webp} or nothing, by the bytes. */
    static String kind(byte[] bytes) {
        if (starts(bytes, 0x89, 'P', 'N', 'G')) {
            return "png";
        } else if (starts(bytes, 0xff, 0xd8, 0xff)) {
            return "jpeg";
        }
        return starts(bytes, 'R', 'I', 'F', 'F') ? "webp" : "";
    }

    private static boolean starts(byte[] bytes, int... with) {
        byte[] first = Arrays.copyOf(bytes, with.length);
        for (int i = 0; i < with.length; i++) {
            if (first[i] != (byte) with[i]) {
                return false;
            }
        }
        return true;
    }
}
