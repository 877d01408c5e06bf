package org.mutoscope.worker.render;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.mutoscope.worker.wire.Fields;
import org.mutoscope.worker.wire.GarbledException;

/**
 * What a clip is made from besides its prompt. Pictures are files of raw RGB24 at the clip's size: height x width x 3 bytes for each frame, one after
 * the other.
 *
 * @param task {@code text-to-video}, {@code image-to-video}, {@code extend}, {@code edit} or {@code first-last-frame}
 * @param firstFrame picture the clip begins with
 * @param lastFrame picture the clip ends with
 * @param source clip that is extended or edited
 * @param sourceFrames number of its frames, 0 without a source
 */
public record Material(
        String task, Optional<Path> firstFrame, Optional<Path> lastFrame, Optional<Path> source, int sourceFrames) {
    public static final String TEXT = "text-to-video";
    public static final String IMAGE = "image-to-video";
    public static final String EXTEND = "extend";
    public static final String EDIT = "edit";
    /** Begins with one picture and ends with another. */
    public static final String BOTH_ENDS = "first-last-frame";

    /** Nothing but the prompt. */
    public static final Material NONE = new Material(TEXT, Optional.empty(), Optional.empty(), Optional.empty(), 0);

    private static final int MOST_FRAMES = 100_000;

    /** Reads the fields of a {@code RENDER} message; all of them may be missing. @throws GarbledException if one is senseless */
    static Material of(Fields fields) throws GarbledException {
        return new Material(
                has(fields, "task") ? fields.text("task") : TEXT,
                path(fields, "first_frame"),
                path(fields, "last_frame"),
                path(fields, "source"),
                has(fields, "source") ? fields.number("source_frames", 1, MOST_FRAMES) : 0);
    }

    private static boolean has(Fields fields, String key) {
        return fields.all().containsKey(key);
    }

    private static Optional<Path> path(Fields fields, String key) throws GarbledException {
        try {
            return has(fields, key) ? Optional.of(Path.of(fields.text(key))) : Optional.empty();
        } catch (InvalidPathException e) {
            // Without its text: paths hold what people call their files.
            throw new GarbledException("the field " + key + " is no path: " + e.getReason());
        }
    }
}
