package org.mutoscope.consent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.mutoscope.core.secrets.SealingKey;

/**
 * Recordings and templates of people, each enrolment's sealed with a key of its own. Keys are files and in no database: destroying 32 bytes destroys all copies of what they
 * sealed, also those in backups, which have no keys. Safe for use by several threads.
 */
final class Safe {
    static final String RECORDING = "recording";
    static final String TEMPLATE = "template";

    private final Path files;
    private final Path keys;

    Safe(Path files, Path keys) throws IOException {
        this.files = Files.createDirectories(files);
        this.keys = Files.createDirectories(keys);
    }

    /** Keeps a file; durable on return. */
    void put(String id, String what, Path plain) throws IOException {
        try (InputStream in = Files.newInputStream(plain)) {
            put(id, what, in, Files.size(plain));
        }
    }

    /** Keeps bytes; durable on return. */
    void put(String id, String what, byte[] plain) throws IOException {
        put(id, what, new ByteArrayInputStream(plain), plain.length);
    }

    private void put(String id, String what, InputStream plain, long length) throws IOException {
        SealingKey key = SealingKey.in(keys.resolve(id)); // made with the first
        Path folder = Files.createDirectories(files.resolve(id));
        Path young = folder.resolve(what + ".part");
        try (FileChannel channel = FileChannel.open(
                        young,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            SealedFile.write(key, about(id, what), length, plain, out);
            channel.force(true);
        }
        Files.move(young, folder.resolve(what), StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        sync(files);
    }

    /** Reads. @throws NoSuchFileException if it, or its key, is not there */
    SealedFile.Reading open(String id, String what) throws IOException {
        Path key = keys.resolve(id);
        if (!Files.exists(key)) {
            throw new NoSuchFileException(key.toString());
        }
        return new SealedFile.Reading(
                SealingKey.in(key),
                about(id, what),
                Files.newInputStream(files.resolve(id).resolve(what)));
    }

    /** Deletes one file; no error if it is gone. */
    void drop(String id, String what) throws IOException {
        Files.deleteIfExists(files.resolve(id).resolve(what));
    }

    /** Destroys the key, then deletes what it sealed; no error if that was done. */
    void destroy(String id) throws IOException {
        Path key = keys.resolve(id);
        if (Files.exists(key)) {
            overwrite(key);
            Files.delete(key);
            sync(keys);
        }
        Path folder = files.resolve(id);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Where the file system writes in place nothing of the key is left on the disk then. */
    private static void overwrite(Path key) throws IOException {
        try (FileChannel channel = FileChannel.open(key, StandardOpenOption.WRITE)) {
            byte[] nothing = new byte[(int) channel.size()];
            Texts.RANDOM.nextBytes(nothing);
            for (ByteBuffer left = ByteBuffer.wrap(nothing); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** Ids of all that has a key or a file. */
    List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path folder : List.of(keys, files)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Texts.ENROLMENT + "*")) {
                all.forEach(path -> ids.add(path.getFileName().toString()));
            }
        }
        return ids.stream().distinct().toList();
    }

    private static String about(String id, String what) {
        return id + '/' + what;
    }

    /** Entries of a folder are durable only with it. */
    private static void sync(Path folder) {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException e) {
            return; // systems that cannot open folders do it by themselves
        }
    }
}
