package org.mutoscope.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines for reading a file that nobody has vouched for. */
final class InputCommand {
    /** What is decoded at all: decoders that get much use and much testing. */
    private static final String DECODERS = "h264,hevc,vp8,vp9,libdav1d,libaom-av1,mpeg4,png,mjpeg,webp,"
            + "aac,mp3,mp3float,opus,libopus,vorbis,flac,pcm_s16le,pcm_s16be";

    /** Sets limits, then becomes the program. A system that knows no limit of address space does without. */
    private static final String LIMITED =
            "ulimit -c 0; ulimit -t \"$1\"; ulimit -v \"$2\" 2>/dev/null || :; shift 2; exec \"$@\"";

    private InputCommand() {}

    /** A program under the limits of the configuration, quiet, up to where its own options begin. */
    static List<String> start(Path program, FfmpegConfig config) {
        String cpuSeconds = Integer.toString(config.decode_cpu_seconds_max());
        String kibibytes = Long.toString(config.decode_memory_megabytes_max() * 1000L * 1000 / 1024);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", LIMITED, "mutoscope", cpuSeconds, kibibytes));
        command.addAll(List.of(program.toString(), "-hide_banner", "-loglevel", "error"));
        return command;
    }

    /** The options that open a file: only this file, only as what it is, only with known decoders. */
    static List<String> open(Path file, InputKind kind) {
        List<String> options = new ArrayList<>(List.of("-protocol_whitelist", "file,pipe"));
        options.addAll(List.of("-codec_whitelist", DECODERS));
        options.addAll(List.of("-f", kind.demuxer(), "-i", FinishedFile.url(file)));
        return options;
    }
}
