package org.mutoscope.backend.remote.creation;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.mutoscope.api.media.AudioFormat;

/** Raw sound that a service has sent. @param pcm 16-bit samples @param format their layout */
record Samples(byte[] pcm, AudioFormat format) {
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FORMAT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final short PCM = 1;
    private static final short EXTENSIBLE = (short) 0xfffe;

    /** @throws IOException if there is none */
    static Samples raw(byte[] pcm, AudioFormat format) throws IOException {
        int whole = pcm.length - pcm.length % (2 * format.channels());
        if (whole == 0) {
            throw new IOException("The voice service sent no sound.");
        }
        return new Samples(Arrays.copyOf(pcm, whole), format);
    }

    /**
     * Reads a WAV file. The length that it gives its samples is not trusted: a service that streams does not know it yet.
     *
     * @throws IOException if it is no such file
     */
    static Samples ofWav(byte[] file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (in.getInt(0) != RIFF || in.getInt(8) != WAVE) {
                throw new IOException("The voice service sent no WAV file; ask for another response.format.");
            }
            in.position(12);
            AudioFormat format = null;
            while (true) {
                int chunk = in.getInt();
                long length = Integer.toUnsignedLong(in.getInt());
                if (chunk == DATA && format != null) {
                    int there = length == 0 ? in.remaining() : (int) Math.min(length, in.remaining());
                    return raw(Arrays.copyOfRange(file, in.position(), in.position() + there), format);
                } else if (chunk == FORMAT) {
                    format = format(in.slice().order(ByteOrder.LITTLE_ENDIAN));
                }
                in.position(Math.toIntExact(in.position() + length + (length & 1)));
            }
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException e) {
            throw new IOException("The voice service sent a WAV file of a kind that is not taken.", e);
        }
    }

    private static AudioFormat format(ByteBuffer in) {
        int kind = in.getShort();
        int channels = in.getShort();
        int rate = in.getInt();
        int bits = in.getShort(14);
        if (kind != PCM && kind != EXTENSIBLE || bits != 16) {
            throw new IllegalArgumentException("not 16-bit PCM");
        }
        return new AudioFormat(rate, channels);
    }
}
