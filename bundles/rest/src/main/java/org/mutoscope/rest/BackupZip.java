package org.mutoscope.rest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip that remembers the digest of what went in. */
final class BackupZip implements AutoCloseable {
    static final int PACKED = Deflater.BEST_SPEED;
    /** For what is compressed already. */
    static final int AS_IS = Deflater.NO_COMPRESSION;

    private final ZipOutputStream out;
    private final List<Map<String, Object>> files = new ArrayList<>();

    BackupZip(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // It holds prompts and the admin key: for the operator's eyes from its first byte on.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 65_536));
    }

    /** Adds a file. @return its SHA-256 */
    String add(String name, InputStream in, int level) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[65_536];
        long bytes = 0;
        out.setLevel(level);
        out.putNextEntry(new ZipEntry(name));
        for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
            digest.update(buffer, 0, got);
            out.write(buffer, 0, got);
            bytes += got;
        }
        out.closeEntry();
        String sha256 = HexFormat.of().formatHex(digest.digest());
        files.add(Json.object("path", name).and("bytes", bytes).and("sha256", sha256));
        return sha256;
    }

    List<Map<String, Object>> files() {
        return files;
    }

    /** Writes the manifest as the last entry. */
    void finish(Map<String, Object> manifest) throws IOException {
        out.setLevel(PACKED);
        out.putNextEntry(new ZipEntry("manifest.json"));
        out.write(Json.bytes(manifest));
        out.closeEntry();
        out.finish();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
