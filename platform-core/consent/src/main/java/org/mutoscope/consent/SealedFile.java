package org.mutoscope.consent;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.mutoscope.core.secrets.SealingKey;

/**
 * A file sealed in pieces, so that a large one needs little memory: 8 bytes with the length of the plain file, then each piece with its length in 4 bytes. What a piece
 * is about names its place and the length of the whole: pieces cannot be exchanged, repeated or left out unseen.
 */
final class SealedFile {
    private static final int PIECE = 1 << 20;

    private SealedFile() {}

    /** Seals. @param length of all that comes */
    static void write(SealingKey key, String about, long length, InputStream plain, OutputStream target)
            throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.writeLong(length);
        long left = length;
        for (int n = 0; left > 0; n++) {
            byte[] piece = plain.readNBytes((int) Math.min(PIECE, left));
            if (piece.length == 0) {
                throw new IOException("the file became shorter while it was read");
            }
            byte[] sealed = key.seal(piece, place(about, n, length));
            out.writeInt(sealed.length);
            out.write(sealed);
            left -= piece.length;
            Arrays.fill(piece, (byte) 0);
        }
        out.flush();
    }

    private static String place(String about, int n, long length) {
        return about + '#' + n + '/' + length;
    }

    /** Unseals as it is read. */
    static final class Reading extends InputStream {
        private final DataInputStream in;
        private final SealingKey key;
        private final String about;
        private final long length;
        private long got;
        private int pieces;
        private byte[] piece = {};
        private int at;

        Reading(SealingKey key, String about, InputStream sealed) throws IOException {
            this.key = key;
            this.about = about;
            this.in = new DataInputStream(sealed);
            this.length = in.readLong();
        }

        long length() {
            return length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (at == piece.length && !next()) {
                return -1;
            }
            int now = Math.min(most, piece.length - at);
            System.arraycopy(piece, at, into, from, now);
            at += now;
            return now;
        }

        private boolean next() throws IOException {
            if (got >= length) {
                return false;
            }
            int sealed = in.readInt();
            if (sealed < SealingKey.ADDED || sealed > PIECE + SealingKey.ADDED) {
                throw new IOException("a sealed file is damaged");
            }
            byte[] bytes = new byte[sealed];
            in.readFully(bytes);
            try {
                piece = key.open(bytes, place(about, pieces++, length));
            } catch (GeneralSecurityException e) {
                throw new IOException("a sealed file is damaged, or its key is another", e);
            }
            at = 0;
            got += piece.length;
            return piece.length > 0;
        }

        @Override
        public void close() throws IOException {
            Arrays.fill(piece, (byte) 0);
            in.close();
        }
    }
}
