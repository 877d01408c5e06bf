package org.mutoscope.provenance.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files of a log below one folder. What {@link #write} wrote is durable once {@link #sync} has returned; a reader sees a file whole or not at all. */
final class Folder {
    private final Path root;
    private final Set<Path> changed = new HashSet<>();

    Folder(Path root) {
        this.root = root;
    }

    /** For one thread. */
    void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Path parent = file.getParent();
        for (Path made = parent; !Files.exists(made); made = made.getParent()) {
            changed.add(made.getParent());
        }
        Files.createDirectories(parent);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        changed.add(parent);
    }

    /** Makes the names durable too: a file whose folder was not written to the disk may be gone after a power cut. */
    void sync() throws IOException {
        for (Path folder : changed) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
        changed.clear();
    }

    /** Deletes the narrower forms of a tile that is full. Who reads them meanwhile finds the full one. */
    void deletePartial(Tile full) throws IOException {
        Path narrower = root.resolve(full.path() + ".p");
        if (Files.isDirectory(narrower)) {
            try (Stream<Path> files = Files.list(narrower)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(narrower);
        }
    }

    /** Safe for use by several threads. */
    Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
