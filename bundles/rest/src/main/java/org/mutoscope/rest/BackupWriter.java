package org.mutoscope.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.mutoscope.core.road.Clips;

/**
 * Writes one backup: a zip laid out like the data folder, so that unpacking it is restoring it, and a manifest with the digest of every
 * file. The database is copied first: a file it names may have been deleted since, which the note says, but none it lacks is kept.
 */
final class BackupWriter {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The store whose files lie in the data folder; others keep their own copies. */
    private static final String FILE_STORE = "fs";

    private static final int NAMED = 10;

    private final House house;
    private final Path data;
    private final List<String> missing = new ArrayList<>();

    BackupWriter(House house, Path data) {
        this.house = house;
        this.data = data;
    }

    /** What was written. */
    record Written(Path file, long bytes, int assets, String note) {}

    Written write() throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Path folder = Files.createDirectories(data.resolve("backups"));
        Path copy = Files.createTempDirectory(folder, ".database-");
        Path part = folder.resolve("mutoscope-" + STAMP.format(now) + ".zip.part");
        Path file = folder.resolve("mutoscope-" + STAMP.format(now) + ".zip");
        try {
            house.backups().copyInto(copy);
            String note = "put it back with: mutoscope restore " + file.getFileName() + " --into NEW_DATA_DIR";
            int assets = pack(part, copy, new Head(now, note));
            sync(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return new Written(file, Files.size(file), assets, note + lost());
        } finally {
            Files.deleteIfExists(part);
            delete(copy);
        }
    }

    private String lost() {
        if (missing.isEmpty()) {
            return "";
        }
        String some = String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())));
        return " Files not in this backup: " + missing.size() + " (" + some + "); manifest.json names all.";
    }

    private record Head(Instant at, String note) {}

    private int pack(Path part, Path copy, Head head) throws IOException {
        try (BackupZip zip = new BackupZip(part)) {
            for (Path file : files(copy)) {
                String name = "db/" + copy.relativize(file).toString().replace('\\', '/');
                try (InputStream in = Files.newInputStream(file)) {
                    zip.add(name, in, BackupZip.PACKED);
                }
            }
            packKey(zip);
            int assets = 0;
            for (Clips.Clip clip : clips()) {
                assets += pack(zip, clip) ? 1 : 0;
            }
            zip.finish(Json.object("format", 1)
                    .and("created_at", Json.moment(head.at()))
                    .and("note", head.note())
                    .and("missing", missing)
                    .and("files", zip.files()));
            return assets;
        }
    }

    /** Without the key nobody could administer what is restored; the database knows only its digest. */
    private void packKey(BackupZip zip) throws IOException {
        Path key = data.resolve("admin.key");
        if (Files.exists(key)) {
            try (InputStream in = Files.newInputStream(key)) {
                zip.add("admin.key", in, BackupZip.PACKED);
            }
        }
    }

    private boolean pack(BackupZip zip, Clips.Clip clip) throws IOException {
        if (!clip.store().equals(FILE_STORE)) {
            missing.add(clip.jobId() + " " + clip.variant() + " (kept by " + clip.store() + ")");
            return false;
        }
        InputStream in;
        try {
            in = house.clips().open(clip, 0);
        } catch (IOException e) {
            missing.add(clip.jobId() + " " + clip.variant());
            return false;
        }
        try (in) {
            String sha256 = zip.add(place(clip.key()), in, BackupZip.AS_IS);
            if (!sha256.equals(clip.sha256())) {
                missing.add(clip.jobId() + " " + clip.variant() + " (damaged)");
            }
        }
        return true;
    }

    /** Where the file store of bundle assets-fs looks for a key (its class Layout), in its default folder. */
    private static String place(String key) {
        byte[] digest = Sha256.digest().digest(key.getBytes(StandardCharsets.US_ASCII));
        return "assets/files/" + HexFormat.of().formatHex(digest, 0, 1) + "/" + key.replace('/', '+');
    }

    private List<Clips.Clip> clips() {
        return house.work()
                .read(tx -> tx.query(
                        "select job_id, variant, store, asset_key, media_type, bytes, sha256 from asset union all"
                                + " select id, 'file', store, asset_key, media_type, bytes, sha256 from media_file"
                                + " order by job_id, variant",
                        row -> new Clips.Clip(
                                row.text("job_id"),
                                row.text("variant"),
                                row.text("store"),
                                row.text("asset_key"),
                                row.text("media_type"),
                                row.number("bytes"),
                                row.text("sha256"))));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
