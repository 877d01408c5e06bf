package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of files that are made. */
enum Profile {
    /** H.264 and AAC: plays everywhere. */
    COMPAT_H264("compat-h264", "mp4", "aac", "128k") {
        @Override
        List<String> video(FfmpegConfig config) {
            int kbits = config.h264_kbits_per_second();
            // Without rate control this encoder works at constant quality, and faster.
            return kbits == 0
                    ? List.of("-c:v", "libopenh264", "-rc_mode", "off")
                    : List.of("-c:v", "libopenh264", "-rc_mode", "bitrate", "-b:v", kbits + "k");
        }
    },
    /** AV1 and Opus in MP4. */
    WEB_AV1("web-av1", "mp4", "libopus", "96k") {
        @Override
        List<String> video(FfmpegConfig config) {
            return List.of("-c:v", "libsvtav1", "-preset", "10", "-crf", Integer.toString(config.av1_crf()));
        }
    },
    /** VP9 and Opus in WebM. */
    WEBM_VP9("webm-vp9", "webm", "libopus", "96k") {
        @Override
        List<String> video(FfmpegConfig config) {
            List<String> speed = List.of("-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1");
            List<String> all = new ArrayList<>(List.of("-c:v", "libvpx-vp9", "-b:v", "0"));
            all.addAll(List.of("-crf", Integer.toString(config.vp9_crf())));
            all.addAll(speed);
            return all;
        }
    };

    private final String id;
    private final String format;
    private final String soundCodec;
    private final String soundBits;

    Profile(String id, String format, String soundCodec, String soundBits) {
        this.id = id;
        this.format = format;
        this.soundCodec = soundCodec;
        this.soundBits = soundBits;
    }

    /** Names of all profiles, the most compatible first. */
    static Set<String> names() {
        return Arrays.stream(values()).map(profile -> profile.id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @throws IOException if there is none of that name */
    static Profile named(String name) throws IOException {
        return Arrays.stream(values())
                .filter(profile -> profile.id.equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no encoding profile of that name; there are " + names()));
    }

    /** ffmpeg's options for the picture. */
    abstract List<String> video(FfmpegConfig config);

    /** ffmpeg's options for the sound. */
    List<String> sound() {
        return List.of("-c:a", soundCodec, "-b:a", soundBits);
    }

    /** ffmpeg's name of the container. */
    String format() {
        return format;
    }

    /** What HTTP calls the file. */
    String mediaType() {
        return "video/" + format;
    }
}
