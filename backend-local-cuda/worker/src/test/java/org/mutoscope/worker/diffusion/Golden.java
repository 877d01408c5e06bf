package org.mutoscope.worker.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mutoscope.worker.model.Size;

/** What a Python pipeline took and gave, as {@code model-tools golden} wrote it. */
final class Golden implements Draws {
    /** Largest share of frame values that may differ by more than one. */
    private static final double FRAMES_OFF = 0.001;

    private final Path folder;
    private final JsonNode json;

    private Golden(Path folder, JsonNode json) {
        this.folder = folder;
        this.json = json;
    }

    static Golden read(Path folder) throws IOException {
        return new Golden(
                folder,
                new ObjectMapper().readTree(folder.resolve("golden.json").toFile()));
    }

    /** A setting. */
    JsonNode setting(String name) {
        return json.path(name);
    }

    Size size() {
        return Size.parse(json.path("size").asText());
    }

    boolean has(String tensor) {
        return json.at("/tensors/" + tensor).isObject();
    }

    /** Number of steps that were done. */
    int steps() {
        int steps = 0;
        while (has(String.format("latents_%02d", steps))) {
            steps++;
        }
        return steps;
    }

    Path file(String tensor) {
        return folder.resolve(json.at("/tensors/" + tensor + "/file").asText());
    }

    byte[] bytes(String tensor) {
        try {
            return Files.readAllBytes(file(tensor));
        } catch (IOException e) {
            throw new IllegalStateException("no tensor " + tensor, e);
        }
    }

    float[] floats(String tensor) {
        assertEquals("float32", json.at("/tensors/" + tensor + "/dtype").asText(), tensor);
        byte[] bytes = bytes(tensor);
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    @Override
    public void fill(String purpose, int turn, float[] into) {
        String name = purpose.equals(STEPS) ? String.format("%s_%02d", purpose, turn) : purpose;
        float[] values = floats(name);
        assertEquals(values.length, into.length, name);
        System.arraycopy(values, 0, into, 0, into.length);
    }

    /** Holds latents to the measure: within 1e-3 x max(1, largest). */
    void checkLatents(String tensor, float[] ours) {
        float[] theirs = floats(tensor);
        assertEquals(theirs.length, ours.length, tensor);
        double largest = 1;
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(theirs[i]));
            worst = Math.max(worst, Math.abs(theirs[i] - ours[i]));
        }
        assertTrue(worst <= 1e-3 * largest, tensor + " is off by " + worst + " at values up to " + largest);
    }

    /** Holds frames to the measure: within 1 of 255 on 99.9 % of the values. */
    void checkFrames(byte[] ours) {
        byte[] theirs = bytes("frames");
        assertEquals(theirs.length, ours.length, "frames");
        int off = 0;
        for (int i = 0; i < ours.length; i++) {
            if (Math.abs((ours[i] & 255) - (theirs[i] & 255)) > 1) {
                off++;
            }
        }
        assertTrue(off <= FRAMES_OFF * ours.length, off + " of " + ours.length + " values differ");
    }
}
