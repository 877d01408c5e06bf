package org.mutoscope.payout.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was ever paid by file, in {@code book/}: one file a batch, written before the bank's file and never changed, so that a crash between
 * the two is seen and made good. {@code NAME.out} beside it says that the bank's file was laid out. Not safe for use by several threads.
 */
final class Book {
    private final Path folder;
    private final Map<String, Batch.Line> byKey = new LinkedHashMap<>();
    private final Map<String, String> fileOf = new LinkedHashMap<>();
    private final Map<String, Batch> batches = new LinkedHashMap<>();

    /** @throws UncheckedIOException if the folder cannot be read, or a file in it is not whole */
    Book(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".tsv"))
                        .sorted()
                        .toList()) {
                    know(read(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Batch read(Path file) throws IOException {
        List<String> rows = Files.readAllLines(file);
        String name = file.getFileName().toString().replaceFirst("\\.tsv$", "");
        List<Batch.Line> lines = new ArrayList<>();
        for (String row : rows.subList(1, rows.size())) {
            String[] f = row.split("\t", -1);
            lines.add(new Batch.Line(f[0], f[1], f[2], Long.parseLong(f[3]), f[4]));
        }
        return new Batch(name, Instant.parse(rows.get(0)), lines);
    }

    private void know(Batch batch) {
        batches.put(batch.name(), batch);
        for (Batch.Line line : batch.lines()) {
            byKey.put(line.key(), line);
            fileOf.put(line.key(), batch.name());
        }
    }

    /** What was written under a key; null if nothing. */
    Batch.Line line(String key) {
        return byKey.get(key);
    }

    /** Name of the batch with this key. */
    String file(String key) {
        return fileOf.get(key);
    }

    boolean has(String name) {
        return batches.containsKey(name);
    }

    /** Writes a batch down; durable on return. */
    void add(Batch batch) {
        StringBuilder text = new StringBuilder(batch.at().toString()).append('\n');
        for (Batch.Line line : batch.lines()) {
            text.append(String.join(
                            "\t", line.end(), line.key(), line.destination(), "" + line.minor(), line.currency()))
                    .append('\n');
        }
        whole(folder.resolve(batch.name() + ".tsv"), text.toString());
        know(batch);
    }

    /** Batches whose file was perhaps not laid out. */
    List<Batch> due() {
        return batches.values().stream()
                .filter(batch -> !Files.exists(folder.resolve(batch.name() + ".out")))
                .toList();
    }

    void laidOut(Batch batch) {
        whole(folder.resolve(batch.name() + ".out"), "");
    }

    /** A file that is there whole, or not at all. */
    static void whole(Path file, String text) {
        Path half = file.resolveSibling("." + file.getFileName() + ".part");
        try (FileChannel out = FileChannel.open(
                half, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
