package org.mutoscope.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A folder with what a natives jar holds, named by the jar's content: another jar is another folder, so nothing is ever
 * overwritten under a running child. It appears in one rename; any number of platforms may start on it at once.
 */
final class NativeFolder {
    private static final String TEMP = ".unpack-";
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final ZipFile zip;
    private final List<? extends ZipEntry> entries;

    private NativeFolder(Path folder, ZipFile zip, String platform) {
        this.folder = folder;
        this.zip = zip;
        String prefix = "org/bytedeco/ffmpeg/" + platform + "/";
        // libjni*: the bindings for Java, which nobody loads here.
        this.entries = zip.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
                .filter(entry -> !name(entry).startsWith("libjni"))
                .toList();
    }

    /**
     * The folder of a jar, unpacked where it is not there yet or is damaged.
     *
     * @param platform classifier of the jar
     * @param parent where such folders are kept; created when needed
     */
    static Path of(Path jar, String platform, Path parent) throws IOException {
        Files.createDirectories(parent);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Path folder = parent.resolve("ffmpeg-" + digest(zip).substring(0, 16));
            NativeFolder natives = new NativeFolder(folder, zip, platform);
            if (natives.entries.stream().noneMatch(entry -> name(entry).equals("ffmpeg"))) {
                throw new IOException("the natives jar holds no ffmpeg for " + platform);
            }
            if (!natives.complete()) {
                sweep(parent);
                natives.unpack(Files.createTempDirectory(parent, TEMP));
            }
            return folder;
        }
    }

    /** Sizes are compared too: a power cut may leave names without their content. */
    private boolean complete() throws IOException {
        for (ZipEntry entry : entries) {
            Path file = folder.resolve(name(entry));
            if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
                return false;
            }
        }
        return EmptyLibrary.allIn(folder);
    }

    private void unpack(Path temp) throws IOException {
        try {
            for (ZipEntry entry : entries) {
                Path file = temp.resolve(name(entry));
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
                if (!file.toFile().setExecutable(true)) {
                    throw new IOException("the data folder allows no executable files");
                }
            }
            EmptyLibrary.addTo(temp);
            publish(temp);
        } finally {
            delete(temp);
        }
    }

    private void publish(Path temp) throws IOException {
        if (Files.exists(folder) && !complete()) {
            Path damaged = folder.resolveSibling(TEMP + UUID.randomUUID());
            Files.move(folder, damaged, StandardCopyOption.ATOMIC_MOVE);
            delete(damaged);
        }
        try {
            Files.move(temp, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!complete()) { // else another start was first, with the same content
                throw e;
            }
        }
    }

    /** Removes what starts left behind that were killed while unpacking. */
    private static void sweep(Path parent) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (Stream<Path> children = Files.list(parent)) {
            for (Path child : children.filter(
                            path -> path.getFileName().toString().startsWith(TEMP))
                    .toList()) {
                if (Files.getLastModifiedTime(child).toInstant().isBefore(limit)) {
                    delete(child);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder);
        }
    }

    /** Last part only: what a jar says about folders is not followed. */
    private static String name(ZipEntry entry) {
        return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }

    /** Of the jar's table of contents, which has the length and a checksum of each file: reading 30 MB at each start would tell no more. */
    private static String digest(ZipFile jar) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            jar.stream()
                    .map(entry -> entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc() + '\n')
                    .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
