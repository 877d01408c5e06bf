package org.mutoscope.studio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.mutoscope.core.pages.Pages;

/** A file of the studio in memory, plain and packed. */
final class StudioFile implements Pages.Page {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json; charset=utf-8",
            "svg", "image/svg+xml; charset=utf-8");
    private static final int TAG_BYTES = 16;

    private final String type;
    private final String tag;
    private final byte[] plain;
    private final byte[] packed;

    private StudioFile(String type, byte[] plain) throws IOException {
        this.type = type;
        this.plain = plain;
        this.tag = tag(plain);
        this.packed = packed(plain);
    }

    /** Reads one that is in this bundle. */
    static StudioFile read(String name) {
        try (InputStream in = StudioFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks its file " + name);
            }
            return new StudioFile(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String tag() {
        return tag;
    }

    @Override
    public byte[] content(boolean wantedPacked) {
        return wantedPacked ? packed : plain;
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] packed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
