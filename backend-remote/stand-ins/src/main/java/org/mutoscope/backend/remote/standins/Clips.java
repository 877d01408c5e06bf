package org.mutoscope.backend.remote.standins;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The files that stand-ins serve: a still test card at a tenth of 720p, with a tone or without. {@code make-clips} made them. */
final class Clips {
    private static final List<Integer> LENGTHS = List.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20);

    private Clips() {}

    /** An MP4 of H.264. @param seconds the longest clip that is no longer than this is taken, or the shortest */
    static byte[] clip(int seconds, boolean wide, boolean sound) {
        int length =
                LENGTHS.stream().filter(l -> l <= seconds).reduce((a, b) -> b).orElse(LENGTHS.get(0));
        return read((wide ? "wide-" : "tall-") + length + "s" + (sound ? "-sound" : "") + ".mp4");
    }

    /** {@code picture.png}, {@code thumbnail.webp} or {@code spritesheet.jpg}. */
    static byte[] picture(String name) {
        return read(name);
    }

    private static byte[] read(String name) {
        try (InputStream in = Clips.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
