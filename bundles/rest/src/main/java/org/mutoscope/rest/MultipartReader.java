package org.mutoscope.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/**
 * Reads a multipart body (RFC 7578) as a stream, in a buffer of fixed size: {@link #next} gives the head of a part, then {@link
 * #content} its bytes. Our own, because the servlet container's and those of libraries keep parts in memory or files, and decide by the
 * presence of a file name what is text, which the Java SDK does not send.
 */
final class MultipartReader {
    private static final int BUFFER = 16_384;
    private static final int MAX_HEAD = 8_192;

    private final InputStream in;
    /** CR LF and two dashes before the boundary. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean inContent;

    MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may stand at the very beginning, without the line break that belongs to the others.
        buffer[0] = '\r';
        buffer[1] = '\n';
        to = 2;
        inContent = true;
    }

    /** Takes bytes of a part. */
    interface Sink {
        void take(byte[] bytes, int from, int length);
    }

    /**
     * Goes to the next part, over what is left of this one.
     *
     * @return null behind the last part
     * @throws Problem {@code invalid_multipart}
     */
    PartHead next() throws IOException {
        if (inContent) {
            content((bytes, start, length) -> {});
        }
        int first = read();
        int second = read();
        if (first == '-' && second == '-') {
            return null;
        }
        while (first == ' ' || first == '\t') {
            first = second;
            second = read();
        }
        if (first != '\r' || second != '\n') {
            throw invalid("there is something behind a boundary that does not belong there");
        }
        inContent = true;
        return PartHead.parse(head());
    }

    /** Gives the bytes of the part to the sink. @throws Problem {@code invalid_multipart} if the body ends before the part does */
    void content(Sink sink) throws IOException {
        while (true) {
            int found = find();
            if (found >= 0) {
                sink.take(buffer, from, found - from);
                from = found + delimiter.length;
                inContent = false;
                return;
            }
            // The last bytes may be the beginning of a delimiter: they wait for more.
            int sure = Math.max(0, to - from - delimiter.length + 1);
            sink.take(buffer, from, sure);
            from += sure;
            if (!fill()) {
                throw invalid("the body ends in the middle of a part");
            }
        }
    }

    private byte[] head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(256);
        int line = 0;
        while (true) {
            int c = read();
            if (c < 0) {
                throw invalid("the body ends in the headers of a part");
            }
            if (c == '\n') {
                if (line == 0) {
                    return head.toByteArray();
                }
                line = 0;
            } else if (c != '\r') {
                line++;
            }
            head.write(c);
            if (head.size() > MAX_HEAD) {
                throw invalid("the headers of a part are longer than " + MAX_HEAD + " bytes");
            }
        }
    }

    private int find() {
        int last = to - delimiter.length;
        for (int i = from; i <= last; i++) {
            if (buffer[i] == '\r' && matches(i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(int at) {
        for (int i = 1; i < delimiter.length; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private int read() throws IOException {
        if (from == to && !fill()) {
            return -1;
        }
        return buffer[from++] & 0xff;
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int got = in.read(buffer, to, buffer.length - to);
        if (got <= 0) {
            return false;
        }
        to += got;
        return true;
    }

    static Problem invalid(String why) {
        return new Problem(Code.INVALID_MULTIPART, "The multipart body cannot be read: " + why + ".");
    }
}
