package org.mutoscope.speech.flite;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mutoscope.api.media.AudioFormat;

/** Takes the samples out of a WAV file (RIFF, chunk {@code fmt } of uncompressed 16-bit samples, chunk {@code data}). */
final class Wave {
    private static final int UNCOMPRESSED = 1;
    private static final int BITS = 16;
    private static final int FORMAT_BYTES = 16;

    private Wave() {}

    /** @throws IOException if it is no such file */
    static AudioFormat unwrap(Path wave, Path target) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(wave))) {
            require(word(in).equals("RIFF"));
            number(in);
            require(word(in).equals("WAVE"));
            AudioFormat format = null;
            while (true) {
                String chunk = word(in);
                long length = number(in);
                if (chunk.equals("data") && format != null) {
                    // the length in the file is not trusted: a program that writes into a pipe does not know it
                    try (InputStream samples = in) {
                        Files.copy(samples, target);
                    }
                    return format;
                }
                if (chunk.equals("fmt ")) {
                    require(length >= FORMAT_BYTES);
                    format = format(in);
                    length -= FORMAT_BYTES;
                }
                in.skipNBytes(length + (length & 1));
            }
        } catch (EOFException e) {
            throw new IOException("the voice wrote no sound", e);
        }
    }

    private static AudioFormat format(DataInputStream in) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(FORMAT_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        require(bytes.remaining() == FORMAT_BYTES && bytes.getShort() == UNCOMPRESSED);
        int channels = bytes.getShort();
        int rate = bytes.getInt();
        require(bytes.getShort(FORMAT_BYTES - Short.BYTES) == BITS);
        try {
            return new AudioFormat(rate, channels);
        } catch (IllegalArgumentException e) {
            throw new IOException("the voice wrote a kind of sound that is not taken: " + e.getMessage(), e);
        }
    }

    private static void require(boolean fits) throws IOException {
        if (!fits) {
            throw new IOException("the voice wrote no WAV file of 16-bit samples");
        }
    }

    private static String word(DataInputStream in) throws IOException {
        byte[] letters = new byte[Integer.BYTES];
        in.readFully(letters);
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private static long number(DataInputStream in) throws IOException {
        return Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
    }
}
