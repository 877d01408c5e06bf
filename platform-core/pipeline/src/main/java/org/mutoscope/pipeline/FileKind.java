package org.mutoscope.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file is by its first bytes; its name and what its sender says of it count for nothing. */
enum FileKind {
    PNG("image/png"),
    JPEG("image/jpeg"),
    WEBP("image/webp"),
    MP4("video/mp4"),
    MOV("video/quicktime"),
    WEBM("video/webm"),
    OTHER("application/octet-stream");

    private final String mediaType;

    FileKind(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    boolean picture() {
        return ordinal() <= WEBP.ordinal();
    }

    boolean clip() {
        return !picture() && this != OTHER;
    }

    static FileKind of(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(12);
        }
        String mark = new String(start, StandardCharsets.ISO_8859_1);
        if (mark.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (mark.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (mark.startsWith("\u001a\u0045\u00df\u00a3")) {
            return WEBM;
        }
        if (mark.length() < 12) {
            return OTHER;
        }
        if (mark.startsWith("RIFF") && mark.endsWith("WEBP")) {
            return WEBP;
        }
        return mark.startsWith("ftyp", 4) ? mark.startsWith("qt  ", 8) ? MOV : MP4 : OTHER;
    }
}
