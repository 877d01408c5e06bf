package org.mutoscope.api.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;

/** Makes one track of several pieces of sound. Must be safe for use by several jobs at once. */
@ConsumerType
public interface SoundMixer {
    /**
     * Writes one track as raw samples. Every piece begins at its time, to a millisecond, and neither end clicks; pieces that overlap are added, never clipped; while a voice speaks,
     * everything else is 12 dB lower. The whole is brought to -16 LUFS integrated (ITU-R BS.1770-4, EBU R 128) with a true peak of at most -1.5 dBTP. What is
     * quieter than -50 LUFS before that is silence or noise, and is not made louder.
     *
     * @return layout of the samples written: exactly as many as the track is long
     * @throws IOException if it failed; the message says why, without paths of the host
     */
    AudioFormat mix(Track track) throws IOException, InterruptedException;

    /**
     * A track that is wanted.
     *
     * @param pieces in any order; what lies behind the end is cut
     * @param milliseconds length of the track, at least 1
     * @param target where to write it; the folder exists, the file does not, and other files may be made beside it while this runs
     */
    record Track(List<Piece> pieces, long milliseconds, Path target) {
        /** Copies the list. @throws IllegalArgumentException if it has no length */
        public Track {
            pieces = List.copyOf(pieces);
            Objects.requireNonNull(target);
            if (milliseconds < 1) {
                throw new IllegalArgumentException("a track is at least 1 ms long, not " + milliseconds);
            }
        }
    }

    /**
     * A piece of sound in a track.
     *
     * @param sound raw samples
     * @param atMilliseconds when it begins, at least 0
     * @param mostMilliseconds how much of it is heard, at least 1; {@link Long#MAX_VALUE} for all
     * @param voice whether it is somebody speaking, who is to be understood
     */
    record Piece(EncodeRequest.SoundFile sound, long atMilliseconds, long mostMilliseconds, boolean voice) {
        /** @throws IllegalArgumentException if it begins before the track, or nothing of it is wanted */
        public Piece {
            Objects.requireNonNull(sound);
            if (atMilliseconds < 0 || mostMilliseconds < 1) {
                throw new IllegalArgumentException("a piece is heard for at least 1 ms within its track, not "
                        + mostMilliseconds + " at " + atMilliseconds);
            }
        }
    }
}
