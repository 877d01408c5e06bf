package org.mutoscope.worker.render;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;

/**
 * One clip to render.
 *
 * @param model id of the model
 * @param prompt what the creator asked for; never log it
 * @param size size of the frames
 * @param seconds length of the clip
 * @param seed the same seed gives the same frames on the same device
 * @param material what the clip is made from besides the prompt
 * @param options what the request wants otherwise than the model's own settings, by name; never log them
 */
public record RenderOrder(
        String model,
        String prompt,
        Size size,
        int seconds,
        long seed,
        Material material,
        Map<String, String> options) {
    private static final String OPTION = "option.";

    public RenderOrder {
        options = Map.copyOf(options);
    }

    /** A clip from nothing but a prompt. */
    public RenderOrder(String model, String prompt, Size size, int seconds, long seed) {
        this(model, prompt, size, seconds, seed, Material.NONE, Map.of());
    }

    /** Reads the fields of a {@code RENDER} message. @throws GarbledException if one is missing or senseless */
    public static RenderOrder of(Fields fields) throws GarbledException {
        try {
            return new RenderOrder(
                    fields.text("model"),
                    fields.text("prompt"),
                    Size.parse(fields.text("size")),
                    fields.number("seconds", 1, 120),
                    fields.number("seed"),
                    Material.of(fields),
                    options(fields));
        } catch (IllegalArgumentException e) {
            throw new GarbledException("the field size: " + e.getMessage());
        }
    }

    private static Map<String, String> options(Fields fields) {
        Map<String, String> options = new LinkedHashMap<>();
        fields.all().forEach((key, value) -> {
            if (key.startsWith(OPTION)) {
                options.put(key.substring(OPTION.length()), value);
            }
        });
        return options;
    }
}
