package org.mutoscope.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Reads multipart into {@link Fields}. Text is kept, a picture is put on the disk; anything else is digested and let go. */
final class MultipartFields {
    private static final int MAX_PARTS = 200;
    private static final int MAX_KEPT = 1_048_576;
    /** Part that is a file whatever is in it. */
    private static final String FILE = "file";
    /** Parts that may be files, and how many bytes of each are kept; the body as a whole has a limit of its own. */
    private static final Map<String, Long> FILES = Map.of(
            References.PICTURE,
            References.MOST_PICTURE_LETTERS,
            References.PICTURE_URL,
            References.MOST_PICTURE_LETTERS,
            References.VIDEO,
            Long.MAX_VALUE,
            FILE,
            Long.MAX_VALUE);

    private final MultipartReader reader;
    private final Path folder;
    private final Fields fields = new Fields();
    private int kept;

    private MultipartFields(MultipartReader reader, Path folder) {
        this.reader = reader;
        this.folder = folder;
    }

    /**
     * Reads them; to be closed.
     *
     * @param folder for files
     * @throws Problem {@code invalid_multipart} and what {@link Fields} and {@link Body} throw
     */
    static Fields read(Body body, Path folder) {
        MultipartFields reading = new MultipartFields(new MultipartReader(body, body.boundary()), folder);
        boolean whole = false;
        try {
            reading.all();
            whole = true;
            return reading.fields;
        } catch (UncheckedIOException e) {
            throw new Problem(
                    Code.DISK_FULL, "The file could not be taken: there is no room for it. Try again later.", null, e);
        } catch (IOException e) {
            throw new Problem(
                    Code.INVALID_MULTIPART,
                    "The multipart body cannot be read: the connection broke off. Send it again.",
                    null,
                    e);
        } finally {
            if (!whole) {
                reading.fields.close();
            }
        }
    }

    private void all() throws IOException {
        int parts = 0;
        for (PartHead head = reader.next(); head != null; head = reader.next()) {
            parts++;
            if (parts > MAX_PARTS) {
                throw MultipartReader.invalid("it has more than " + MAX_PARTS + " parts");
            }
            Long most = FILES.get(head.name());
            Kept part = most == null ? new Kept(head, null, 0) : new Kept(head, upload(), most);
            reader.content(part);
            fields.put(head.name(), part.value());
            kept += part.length;
            if (kept > MAX_KEPT) {
                throw new Problem(
                        Code.REQUEST_TOO_LARGE, "The texts of the parts are longer than " + MAX_KEPT + " bytes.");
            }
        }
    }

    private Upload upload() throws IOException {
        Upload upload = Upload.into(folder);
        fields.keep(upload);
        return upload;
    }

    /** The bytes of a part while they may be text, and their digest from the moment at which they are too many. */
    private static final class Kept implements MultipartReader.Sink {
        private byte[] bytes = new byte[256];
        private int length;
        private long total;
        private MessageDigest digest;
        private final Upload upload;

        private final long most;

        private final PartHead head;

        /** @param upload where the bytes go too, or null @param most how many of them */
        Kept(PartHead head, Upload upload, long most) {
            this.head = head;
            this.upload = upload;
            this.most = most;
        }

        @Override
        public void take(byte[] from, int start, int count) {
            total += count;
            if (upload != null && total <= most) {
                upload.add(from, start, count);
            }
            if (digest == null && total > Json.MAX_TEXT) {
                digest = Sha256.digest();
                digest.update(bytes, 0, length);
                length = 0;
            }
            if (digest != null) {
                digest.update(from, start, count);
                return;
            }
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
            }
            System.arraycopy(from, start, bytes, length, count);
            length += count;
        }

        Object value() throws IOException {
            Path file = upload == null ? null : upload.finished();
            if (digest != null) {
                return new Fields.Blob(total, HexFormat.of().formatHex(digest.digest()), true, file, head.filename());
            }
            String text = head.name().equals(FILE) ? null : Text.decoded(bytes, length);
            if (text == null) {
                MessageDigest small = Sha256.digest();
                small.update(bytes, 0, length);
                return new Fields.Blob(total, HexFormat.of().formatHex(small.digest()), false, file, head.filename());
            }
            boolean structured = (text.startsWith("{") || text.startsWith("["))
                    && !head.name().equals("prompt");
            Object nested = structured ? JsonReader.nested(text) : null;
            return nested == null ? text : nested;
        }
    }
}
