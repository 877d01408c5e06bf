package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.EncodeRequest.SoundFile;
import org.mutoscope.api.media.SoundMixer;
import org.mutoscope.core.plugins.Leased;
import org.mutoscope.core.plugins.Offered;
import org.mutoscope.core.plugins.PartnerFault;
import org.mutoscope.core.problem.Code;

/** One track for a clip of what its parts sound like and what is spoken over them. Safe for use by several threads. */
final class Soundtrack {
    private final Kinds kinds;

    Soundtrack(Kinds kinds) {
        this.kinds = kinds;
    }

    /**
     * A piece of sound.
     *
     * @param offsetMillis when it begins
     * @param pcm raw samples
     * @param format their layout
     * @param mostMillis how much of it is heard
     * @param voice whether somebody speaks: other pieces are lower meanwhile
     */
    record Piece(long offsetMillis, Path pcm, AudioFormat format, long mostMillis, boolean voice) {
        /** Sound that a model has made, all of it. */
        Piece(long offsetMillis, Path pcm, AudioFormat format) {
            this(offsetMillis, pcm, format, Long.MAX_VALUE, false);
        }

        /** No longer than its pictures: what a model has made beyond them is not heard over the next ones. */
        Piece atMost(long millis) {
            return new Piece(offsetMillis, pcm, format, millis, voice);
        }

        private SoundMixer.Piece forMixer() {
            return new SoundMixer.Piece(new SoundFile(pcm, format), offsetMillis, mostMillis, voice);
        }
    }

    /** Looks whether somebody is there who mixes. @throws Detour if the job must wait for one */
    void requireThere() throws Detour {
        if (kinds.mixers().all().isEmpty()) {
            throw missing();
        }
    }

    private static Detour missing() {
        return Detour.waiting("waiting for a sound mixer");
    }

    /**
     * Mixes, of one loudness, and exactly as long as the clip.
     *
     * @param folder where to make the file: that of an attempt
     * @param pieces at least one; a clip without any has no sound
     * @throws Detour if no mixer is there, or it failed
     */
    SoundFile of(Path folder, List<Piece> pieces, long lengthMillis) throws Detour, InterruptedException {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("a clip without a piece of sound has no soundtrack");
        }
        Optional<Leased<SoundMixer>> lease =
                kinds.mixers().all().stream().findFirst().flatMap(Offered::lease);
        if (lease.isEmpty()) {
            throw missing();
        }
        Path target = folder.resolve("soundtrack.pcm");
        try (Leased<SoundMixer> mixer = lease.get()) {
            Files.deleteIfExists(target);
            List<SoundMixer.Piece> all = pieces.stream().map(Piece::forMixer).toList();
            AudioFormat format =
                    kinds.calls().run(mixer, "mix", m -> m.mix(new SoundMixer.Track(all, lengthMillis, target)));
            return new SoundFile(target, format);
        } catch (PartnerFault e) {
            throw lease.get().gone() ? missing() : Detour.failed(Code.SOUND_FAILED, e.getMessage(), e);
        } catch (IOException e) {
            throw Detour.failed(Code.SOUND_FAILED, "the scratch folder cannot be used", e);
        }
    }
}
