package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Takes data URLs out of JSON on its way to the parser: each goes to the disk, decoded, and a word that nobody can guess takes its place. So a picture of 20 million
 * letters costs no more memory than a short one. What is no JSON is passed on as it is, for the parser to refuse.
 */
final class DataUrlFilter extends InputStream {
    private static final int MOST_URLS = 8;
    private static final int MOST_HEAD = 200;

    private final InputStream in;
    private final Fields keeper;
    private final Path folder;
    private final Map<String, Fields.Blob> found = new HashMap<>();
    /** What was looked at and is passed on before more is read. */
    private byte[] pending = {};

    private int at;
    private boolean inString;
    private boolean escaped;

    /** @param in read byte by byte: buffered */
    DataUrlFilter(InputStream in, Fields keeper, Path folder) {
        this.in = in;
        this.keeper = keeper;
        this.folder = folder;
    }

    /** What a text stands for, or null if it is itself. */
    Fields.Blob of(String text) {
        return found.get(text);
    }

    @Override
    public int read() throws IOException {
        if (at < pending.length) {
            return pending[at++] & 0xff;
        }
        int c = in.read();
        if (c < 0) {
            return c;
        }
        if (!inString) {
            if (c == '"') {
                begin();
            }
        } else if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            inString = false;
        }
        return c;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int got = 0;
        while (got < length) {
            int c = read();
            if (c < 0) {
                break;
            }
            into[from + got++] = (byte) c;
        }
        return got == 0 && length > 0 ? -1 : got;
    }

    /** A string begins: looks whether it is a data URL. */
    private void begin() throws IOException {
        inString = true;
        in.mark(MOST_HEAD);
        String start = new String(in.readNBytes(MOST_HEAD), StandardCharsets.ISO_8859_1);
        in.reset();
        int comma = start.indexOf(',');
        // PHP writes a slash with a backslash before it
        if (comma < 0 || !DataUrl.packed(start.substring(0, comma).replace("\\/", "/"))) {
            return;
        }
        in.skipNBytes(comma + 1L);
        if (found.size() == MOST_URLS) {
            throw new Problem(Code.REQUEST_TOO_LARGE, "The body holds more than " + MOST_URLS + " data URLs.");
        }
        Letters letters = new Letters();
        Fields.Blob blob = DataUrl.letters(letters, keeper, folder);
        letters.toEnd();
        String word = "data-" + UUID.randomUUID();
        found.put(word, blob);
        pending = (word + '"').getBytes(StandardCharsets.US_ASCII);
        at = 0;
        inString = false;
    }

    /** The letters up to the quotation mark, which is read and not given. */
    private final class Letters extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            if (ended) {
                return -1;
            }
            int c = in.read();
            if (c == '\\') {
                c = in.read();
                if (c != '/') {
                    throw DataUrl.bad("its letters are no base64");
                }
                return c;
            }
            ended = c < 0 || c == '"';
            return ended ? -1 : c;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = 0;
            while (got < length) {
                int c = read();
                if (c < 0) {
                    break;
                }
                into[from + got++] = (byte) c;
            }
            return got == 0 && length > 0 ? -1 : got;
        }

        /** The decoder may stop at the padding. */
        void toEnd() throws IOException {
            while (read() >= 0) {
                continue;
            }
        }
    }
}
