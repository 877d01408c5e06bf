package org.mutoscope.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;

/** Turns {@code data:image/png;base64,...} (RFC 2397) into a file, without ever holding the whole of it. What the file is, its bytes say and not the URL. */
final class DataUrl {
    static final String SCHEME = "data:";

    private static final int MOST_HEAD = 200;
    private static final String PACKING = ";base64";

    private DataUrl() {}

    static boolean is(String text) {
        return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /**
     * Decodes a whole URL.
     *
     * @param keeper whose file it becomes
     * @throws Problem {@code invalid_picture} if it is no such URL
     */
    static Fields.Blob decode(InputStream url, Fields keeper, Path folder) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int next = url.read();
        while (next >= 0 && next != ',' && head.size() < MOST_HEAD) {
            head.write(next);
            next = url.read();
        }
        if (next != ',' || !packed(head.toString(StandardCharsets.ISO_8859_1))) {
            throw bad("it has no \";base64,\" at its begin");
        }
        return letters(url, keeper, folder);
    }

    /** Whether what stands before the comma announces letters of base64. */
    static boolean packed(String head) {
        return is(head) && head.toLowerCase(Locale.ROOT).endsWith(PACKING);
    }

    /** Decodes what stands behind the comma. */
    static Fields.Blob letters(InputStream base64, Fields keeper, Path folder) throws IOException {
        Upload upload = Upload.into(folder);
        keeper.keep(upload);
        MessageDigest digest = Sha256.digest();
        long bytes = 0;
        byte[] buffer = new byte[16_384];
        InputStream decoded = Base64.getDecoder().wrap(base64);
        while (true) {
            int got;
            try {
                got = decoded.read(buffer);
            } catch (IOException e) {
                throw bad("its letters are no base64");
            }
            if (got < 0) {
                return new Fields.Blob(bytes, HexFormat.of().formatHex(digest.digest()), false, upload.finished());
            }
            bytes += got;
            digest.update(buffer, 0, got);
            upload.add(buffer, 0, got);
        }
    }

    static Problem bad(String why) {
        return new Problem(
                Code.INVALID_PICTURE,
                "The data URL cannot be read: " + why + ". Write data:image/png;base64, and then the file in base64.",
                References.PICTURE,
                null);
    }
}
