package org.mutoscope.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.mutoscope.api.creation.Storyboard;
import org.mutoscope.api.media.AudioFormat;
import org.mutoscope.api.media.MediaSink;
import org.mutoscope.api.media.VideoFormat;

/**
 * Frames of a shot on their way into the film: exactly as many as are wanted, the first half second out of black or out of the last frame of the shot before, the
 * last frame held. A transition takes no time of its own, so a film is as long as its shots. Used by one thread at a time.
 */
final class Joint implements MediaSink {
    private final FrameQueue film;
    private final Wanted wanted;
    private final byte[] before;
    private byte[] last;
    private long frames;

    /** @param before last frame of the shot before; null if there is none */
    Joint(FrameQueue film, Wanted wanted, byte[] before) {
        this.film = film;
        this.wanted = wanted;
        this.before = before;
    }

    /**
     * What is wanted of a shot.
     *
     * @param frames of its own
     * @param held how often its last one is repeated
     * @param transition how it begins
     */
    record Wanted(long frames, long held, String transition) {}

    @Override
    public void video(VideoFormat format) {
        // as it was asked for
    }

    @Override
    public void frame(ByteBuffer rgb) throws IOException, InterruptedException {
        if (frames < wanted.frames) {
            last = last == null ? new byte[rgb.remaining()] : last;
            rgb.duplicate().get(last);
            film.add(ByteBuffer.wrap(begun() ? mixed() : last));
            frames++;
        }
    }

    /** Adds what is missing. @return the last frame @throws IOException if there was none at all */
    byte[] end() throws IOException, InterruptedException {
        if (last == null) {
            throw new IOException("a shot holds no frames");
        }
        for (; frames < wanted.frames + wanted.held; frames++) {
            film.add(ByteBuffer.wrap(last));
        }
        return last;
    }

    private long length() {
        return Math.max(1, Math.min(film.format().framesPerSecond() / 2, wanted.frames / 2));
    }

    /** Whether the transition still goes on. */
    private boolean begun() {
        boolean fades = wanted.transition.equals(Storyboard.Shot.FADE);
        boolean dissolves = wanted.transition.equals(Storyboard.Shot.DISSOLVE) && before != null;
        return (fades || dissolves) && frames < length();
    }

    private byte[] mixed() {
        boolean fades = wanted.transition.equals(Storyboard.Shot.FADE);
        int whole = (int) length()
                + (fades ? 0 : 1); // a fade begins with black itself, a dissolve just after the frame before
        int own = (int) frames + (fades ? 0 : 1);
        byte[] mixed = new byte[last.length];
        for (int i = 0; i < mixed.length; i++) {
            int other = fades ? 0 : before[i] & 0xff;
            mixed[i] = (byte) (((last[i] & 0xff) * own + other * (whole - own)) / whole);
        }
        return mixed;
    }

    @Override
    public void audio(AudioFormat format) {
        // not asked for
    }

    @Override
    public void sound(ByteBuffer pcm) {
        // not asked for
    }

    @Override
    public void encoded(java.nio.file.Path file) {
        throw new IllegalStateException("frames were asked for");
    }
}
