package org.mutoscope.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.FrameSize;
import org.mutoscope.api.media.VideoFormat;

/**
 * The command lines of the encoder.
 *
 * @param ffmpeg the program
 * @param config what the operator set
 * @param profile kind of file
 * @param size of its picture, sides even
 */
record EncodeCommand(Path ffmpeg, FfmpegConfig config, Profile profile, FrameSize size) {
    /** Frames per second of the file for a source of some rate. */
    int rate(int source) {
        return Math.max(source, config.frame_rate_min());
    }

    /** Reads raw frames from its standard input and writes a file without sound. */
    List<String> picture(VideoFormat source, Path target) {
        List<String> command = start();
        // Raw frames say nothing about themselves: waiting for more of them to find out would only delay the first.
        command.addAll(List.of("-probesize", "32", "-analyzeduration", "0"));
        command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "rgb24"));
        command.addAll(List.of("-video_size", source.size().toString()));
        command.addAll(List.of("-framerate", Integer.toString(source.framesPerSecond()), "-i", "pipe:0"));
        command.addAll(List.of("-vf", filters(source.framesPerSecond())));
        command.addAll(profile.video(config));
        if (config.threads() > 0) {
            command.addAll(List.of("-threads", Integer.toString(config.threads())));
        }
        command.addAll(List.of("-g", Integer.toString(2 * rate(source.framesPerSecond()))));
        return end(command, target);
    }

    /**
     * Adds sound to a file: as long as the picture, cut or filled up with silence.
     *
     * @param milliseconds length of the picture
     */
    List<String> sound(Path picture, Path samples, AudioFormat format, long milliseconds) {
        String length = milliseconds + "ms";
        List<String> command = start();
        command.addAll(
                List.of("-f", profile.format().equals("webm") ? "matroska" : "mov", "-i", FinishedFile.url(picture)));
        command.addAll(List.of("-f", "s16le", "-sample_rate", Integer.toString(format.sampleRate())));
        command.addAll(
                List.of("-ch_layout", format.channels() == 1 ? "mono" : "stereo", "-i", FinishedFile.url(samples)));
        command.addAll(List.of("-map", "0:v:0", "-map", "1:a:0", "-c:v", "copy"));
        command.addAll(List.of("-af", "apad=whole_dur=" + length + ",atrim=end=" + length));
        command.addAll(profile.sound());
        command.addAll(List.of("-flags:a", "+bitexact"));
        return end(command, soundTarget(picture));
    }

    /** Where {@link #sound} writes. */
    Path soundTarget(Path picture) {
        return picture.resolveSibling(picture.getFileName() + ".sound");
    }

    private List<String> start() {
        return new ArrayList<>(
                List.of(ffmpeg.toString(), "-hide_banner", "-nostdin", "-nostats", "-y", "-loglevel", "error"));
    }

    /** bitexact and map_metadata: nothing in the file tells of the program, the machine or the hour. */
    private List<String> end(List<String> command, Path target) {
        command.addAll(List.of("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"));
        command.addAll(List.of("-metadata:s:v", "encoder=", "-metadata:s:a", "encoder="));
        if (profile.format().equals("mp4")) {
            command.addAll(List.of("-movflags", "+faststart"));
        }
        command.addAll(List.of("-progress", "pipe:2", "-stats_period", "0.5"));
        command.addAll(List.of("-f", profile.format(), FinishedFile.url(target)));
        return command;
    }

    /** Filled up after scaling: blending costs less than scaling as many frames again. */
    private String filters(int sourceRate) {
        String scale =
                "scale=w=%d:h=%d:force_original_aspect_ratio=increase:flags=%s:out_range=tv:out_color_matrix=bt709"
                        .formatted(size.width(), size.height(), config.scaler());
        String crop = ",crop=%d:%d,setsar=1".formatted(size.width(), size.height());
        String tags = ",setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,format=yuv420p";
        String rate = "";
        if (rate(sourceRate) != sourceRate) {
            rate = config.frame_blend() ? ",framerate=fps=%d:interp_start=0:interp_end=255" : ",fps=fps=%d";
        }
        return scale + crop + tags + rate.formatted(rate(sourceRate));
    }
}
