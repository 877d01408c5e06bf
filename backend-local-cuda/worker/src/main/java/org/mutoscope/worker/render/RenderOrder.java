package org.mutoscope.worker.render;

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
 */
public record RenderOrder(String model, String prompt, Size size, int seconds, long seed) {
    /** Reads the fields of a {@code RENDER} message. @throws GarbledException if one is missing or senseless */
    public static RenderOrder of(Fields fields) throws GarbledException {
        try {
            return new RenderOrder(
                    fields.text("model"),
                    fields.text("prompt"),
                    Size.parse(fields.text("size")),
                    fields.number("seconds", 1, 120),
                    fields.number("seed"));
        } catch (IllegalArgumentException e) {
            throw new GarbledException("the field size: " + e.getMessage());
        }
    }
}
