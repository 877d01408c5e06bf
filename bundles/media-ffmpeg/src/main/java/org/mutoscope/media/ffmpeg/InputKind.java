package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Kinds of files that are read, told by their first bytes and never by their names. ffmpeg is forced to the one demuxer
 * of the kind, so that no playlist and none of its some 300 other formats is ever reached.
 */
enum InputKind {
    /** MP4 and QuickTime. */
    MP4("mov", false, 4, "ftyp"),
    /** WebM and Matroska: the EBML mark. */
    WEBM("matroska", false, 0, "\u001aE\u00df\u00a3"),
    PNG("png_pipe", true, 0, "\u0089PNG\r\n\u001a\n"),
    JPEG("jpeg_pipe", true, 0, "\u00ff\u00d8\u00ff"),
    WEBP("webp_pipe", true, 8, "WEBP");

    private static final int LONGEST = 12;

    private final String demuxer;
    private final boolean still;
    private final int offset;
    private final byte[] mark;

    InputKind(String demuxer, boolean still, int offset, String mark) {
        this.demuxer = demuxer;
        this.still = still;
        this.offset = offset;
        this.mark = mark.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @throws IOException if it is none of them; the message is safe to show to a user */
    static InputKind of(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LONGEST);
        }
        if (start.length == 0) {
            throw new IOException("the file is empty");
        }
        return Arrays.stream(values())
                .filter(kind -> kind.matches(start))
                .findFirst()
                .orElseThrow(() ->
                        new IOException("the file is no MP4, WebM, PNG, JPEG or WebP file, whatever its name says"));
    }

    private boolean matches(byte[] start) {
        int end = offset + mark.length;
        return start.length >= end && Arrays.equals(start, offset, end, mark, 0, mark.length);
    }

    /** ffmpeg's name of the demuxer. */
    String demuxer() {
        return demuxer;
    }

    /** Whether it holds one picture and no time. */
    boolean still() {
        return still;
    }
}
