package org.mutoscope.media.ffmpeg;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** ffprobe's answer in its default form: sections of {@code key=value} between {@code [STREAM]} and {@code [/STREAM]}. */
final class ProbeAnswer {
    private static final int SANE_RATE = 120;
    private static final int USUAL_RATE = 25;

    private final List<Section> streams = new ArrayList<>();
    private Section format = new Section(Map.of());
    private Section frame = new Section(Map.of());

    ProbeAnswer(String text) {
        Map<String, String> section = new HashMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            if (line.equals("[STREAM]") || line.equals("[FORMAT]") || line.equals("[FRAME]")) {
                section = new HashMap<>();
            } else if (line.equals("[/STREAM]")) {
                streams.add(new Section(section));
            } else if (line.equals("[/FRAME]")) {
                frame = new Section(section);
            } else if (line.equals("[/FORMAT]")) {
                format = new Section(section);
            } else if (equals > 0) {
                section.putIfAbsent(
                        line.substring(0, equals), line.substring(equals + 1).strip());
            }
        }
    }

    /** The first moving picture; a cover picture is none. */
    Optional<Section> picture() {
        return streams.stream()
                .filter(stream -> stream.is("video")
                        && !stream.text("DISPOSITION:attached_pic").equals("1"))
                .findFirst();
    }

    /** How many streams there are, of whatever kind. */
    int streams() {
        return streams.size();
    }

    /** Names of the codecs, picture first, then the first sound if there is any. */
    List<String> codecs() {
        Optional<Section> sound =
                streams.stream().filter(stream -> stream.is("audio")).findFirst();
        return Stream.concat(picture().stream(), sound.stream())
                .map(stream -> stream.text("codec_name"))
                .toList();
    }

    /** Whether the first frame is shown a quarter turn from how it is stored; cameras say so of still pictures (EXIF). */
    boolean frameTurned() {
        return frame.turned();
    }

    String container() {
        return format.text("format_name");
    }

    /** Playing time of the whole, 0 if unknown. */
    long milliseconds() {
        return format.milliseconds();
    }

    /**
     * One section.
     *
     * @param values as ffprobe wrote them
     */
    record Section(Map<String, String> values) {
        String text(String key) {
            return values.getOrDefault(key, "");
        }

        boolean is(String type) {
            return text("codec_type").equals(type) && !text("codec_name").isEmpty();
        }

        long width() {
            return number("width");
        }

        long height() {
            return number("height");
        }

        long frames() {
            return number("nb_frames");
        }

        /** Whether it is shown a quarter turn from how it is stored. */
        boolean turned() {
            return Math.abs(number("rotation")) % 180 == 90;
        }

        /** Playing time, 0 if unknown; Matroska keeps it in a tag. */
        long milliseconds() {
            long stated = millis(text("duration"));
            return stated > 0 ? stated : clock(text("TAG:DURATION"));
        }

        /** Rounded to whole frames per second. */
        int framesPerSecond() {
            double rate = ratio(text("avg_frame_rate"));
            double known = rate > 0 ? rate : ratio(text("r_frame_rate"));
            return known > 0 ? (int) Math.max(1, Math.min(SANE_RATE, Math.round(known))) : USUAL_RATE;
        }

        private long number(String key) {
            return text(key).matches("-?\\d{1,15}") ? Long.parseLong(text(key)) : 0;
        }

        private static long millis(String seconds) {
            return seconds.matches("\\d{1,12}(\\.\\d{1,12})?")
                    ? new BigDecimal(seconds).movePointRight(3).longValue()
                    : 0;
        }

        private static long clock(String time) {
            String[] parts = time.split(":");
            if (parts.length != 3 || !parts[0].matches("\\d{1,6}") || !parts[1].matches("\\d{1,2}")) {
                return 0;
            }
            return (Long.parseLong(parts[0]) * 60 + Long.parseLong(parts[1])) * 60_000 + millis(parts[2]);
        }

        private static double ratio(String fraction) {
            String[] parts = fraction.split("/");
            if (parts.length != 2 || !parts[0].matches("\\d{1,15}") || !parts[1].matches("\\d{1,15}")) {
                return 0;
            }
            long below = Long.parseLong(parts[1]);
            return below == 0 ? 0 : (double) Long.parseLong(parts[0]) / below;
        }
    }
}
