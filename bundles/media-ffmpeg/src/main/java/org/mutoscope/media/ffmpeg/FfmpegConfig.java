package org.mutoscope.media.ffmpeg;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What an operator may set. The shipped file conf/org.mutoscope.media.ffmpeg.cfg says the same. */
@ObjectClassDefinition(
        id = FfmpegConfig.PID,
        name = "Mutoscope media (ffmpeg)",
        description = "How clips are encoded, and how far a media file from outside is trusted.")
@interface FfmpegConfig {
    /** Name of the configuration. */
    String PID = "org.mutoscope.media.ffmpeg";

    @AttributeDefinition(
            name = "Own ffmpeg",
            description =
                    "Path of an ffmpeg executable to use instead of the shipped one; ffprobe is expected beside it."
                            + " Empty: the shipped one.")
    String ffmpeg() default "";

    @AttributeDefinition(
            name = "Lowest frame rate",
            description = "Frames per second that a file has at least; slower sources are filled up to it.",
            min = "1",
            max = "120")
    int frame_rate_min() default 24;

    @AttributeDefinition(
            name = "Blend frames",
            description = "true: frames filled in are linear blends of their neighbours; false: repetitions.")
    boolean frame_blend() default true;

    @AttributeDefinition(
            name = "Scaler",
            description = "How frames are brought to the size of the file.",
            options = {@Option(label = "Bicubic", value = "bicubic"), @Option(label = "Lanczos", value = "lanczos")})
    String scaler() default "bicubic";

    @AttributeDefinition(
            name = "H.264 bit rate",
            description = "Target of compat-h264 in kilobits per second; 0: constant quality.",
            min = "0",
            max = "100000")
    int h264_kbits_per_second() default 0;

    @AttributeDefinition(
            name = "AV1 quality",
            description = "CRF of web-av1; lower is better and larger.",
            min = "1",
            max = "63")
    int av1_crf() default 35;

    @AttributeDefinition(
            name = "VP9 quality",
            description = "CRF of webm-vp9; lower is better and larger.",
            min = "0",
            max = "63")
    int vp9_crf() default 34;

    @AttributeDefinition(
            name = "Threads",
            description = "Threads of one child process; 0: as many as it likes.",
            min = "0",
            max = "64")
    int threads() default 0;

    @AttributeDefinition(
            name = "Stall limit",
            description = "Seconds without any progress after which a child process is stopped.",
            min = "1",
            max = "3600")
    int stall_seconds() default 60;

    @AttributeDefinition(
            name = "Probe limit",
            description = "Seconds in which a file must have said what it holds.",
            min = "1",
            max = "600")
    int probe_seconds_max() default 10;

    @AttributeDefinition(
            name = "Largest input file",
            description = "In megabytes (1,000,000 bytes).",
            min = "1",
            max = "100000")
    int input_megabytes_max() default 512;

    @AttributeDefinition(
            name = "Largest input picture",
            description = "In pixels, width times height.",
            min = "1",
            max = "67108864")
    int input_pixels_max() default 4096 * 2160;

    @AttributeDefinition(name = "Longest input", description = "In seconds.", min = "1", max = "86400")
    int input_seconds_max() default 180;

    @AttributeDefinition(
            name = "CPU limit of a decoder",
            description = "Seconds of processor time that reading one file may cost.",
            min = "1",
            max = "86400")
    int decode_cpu_seconds_max() default 300;

    @AttributeDefinition(
            name = "Memory limit of a decoder",
            description = "Address space in megabytes; Linux only.",
            min = "256",
            max = "1000000")
    int decode_memory_megabytes_max() default 2048;
}
