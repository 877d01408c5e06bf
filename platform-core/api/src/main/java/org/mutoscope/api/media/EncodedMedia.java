package org.mutoscope.api.media;

import java.nio.file.Path;

/**
 * A finished media file.
 *
 * @param file the file
 * @param mediaType for example {@code video/mp4}
 * @param size size of its picture
 * @param frames number of frames, at least 1
 * @param milliseconds playing time
 */
public record EncodedMedia(Path file, String mediaType, FrameSize size, long frames, long milliseconds) {}
