package org.mutoscope.worker.diffusion;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.mutoscope.worker.wire.Fields;

/** How long each stage of a clip took. */
final class StageClock {
    /** The stages, as peers report them. */
    enum Stage {
        /** Text and picture encoders. */
        TEXT,
        /** The steps. */
        DENOISE,
        /** From latents to frames. */
        DECODE,
        /** Handing frames over, including the wait for a platform that is behind. Runs beside decoding. */
        DELIVER
    }

    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);

    void add(Stage stage, long more) {
        nanos.merge(stage, more, Long::sum);
    }

    double millis(Stage stage) {
        return nanos.getOrDefault(stage, 0L) / 1e6;
    }

    /** Adds {@code text_ms, denoise_ms, decode_ms, deliver_ms}. */
    void write(Fields fields) {
        for (Stage stage : Stage.values()) {
            fields.put(stage.name().toLowerCase(Locale.ROOT) + "_ms", Math.round(millis(stage)));
        }
    }
}
