package org.mutoscope.media.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/**
 * The two programs.
 *
 * @param ffmpeg encodes and decodes
 * @param ffprobe says what a file holds
 * @param environment all that a child gets to see of ours: the platform's own environment may hold secrets
 */
record Executables(Path ffmpeg, Path ffprobe, Map<String, String> environment) {
    Executables {
        environment = Map.copyOf(environment);
    }
}
