package org.mutoscope.worker.diffusion;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.mutoscope.worker.model.Size;
import org.mutoscope.worker.render.RenderProblem;

/**
 * One frame.
 *
 * @param size its size
 * @param rgb height x width x 3 bytes; not copied
 */
public record Picture(Size size, byte[] rgb) {
    /**
     * Reads a file of raw RGB24.
     *
     * @param frames how many it holds
     * @param index which one, from 0
     * @throws RenderProblem {@code input_unreadable} if it cannot be read or has another length
     */
    public static Picture read(Path file, Size size, int frames, int index) throws RenderProblem {
        int length = size.pixels() * 3;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            if (in.length() != (long) length * frames) {
                throw unreadable("it has " + in.length() + " bytes instead of " + (long) length * frames);
            }
            byte[] rgb = new byte[length];
            in.seek((long) length * index);
            in.readFully(rgb);
            return new Picture(size, rgb);
        } catch (IOException e) {
            throw unreadable(e.getMessage());
        }
    }

    private static RenderProblem unreadable(String why) {
        return new RenderProblem(
                RenderProblem.Kind.PASSING, "input_unreadable", "a picture given to the model cannot be read: " + why);
    }

    /** A grey one. */
    static Picture grey(Size size) {
        byte[] rgb = new byte[size.pixels() * 3];
        Arrays.fill(rgb, (byte) 128);
        return new Picture(size, rgb);
    }

    /** Planes of red, green and blue, -1 to 1, as diffusers' VideoProcessor makes them. */
    float[] planes() {
        int pixels = size.pixels();
        float[] planes = new float[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            for (int channel = 0; channel < 3; channel++) {
                planes[channel * pixels + i] = 2 * ((rgb[3 * i + channel] & 255) / 255f) - 1;
            }
        }
        return planes;
    }
}
