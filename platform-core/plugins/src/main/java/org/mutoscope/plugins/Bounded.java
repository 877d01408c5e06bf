package org.mutoscope.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads what others have compressed: a few kilobytes may come to gigabytes, so all that is inflated has a bound. */
final class Bounded {
    private static final int PIECE = 65_536;

    private Bounded() {}

    /** More came than may come. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(long most) {
            super("it is longer than " + most + " bytes");
        }
    }

    /** Copies all. @return how many bytes that were @throws TooMuch after at most that many */
    static long copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] piece = new byte[PIECE];
        long count = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            count += read;
            if (count > most) {
                throw new TooMuch(most);
            }
            out.write(piece, 0, read);
        }
        return count;
    }
}
