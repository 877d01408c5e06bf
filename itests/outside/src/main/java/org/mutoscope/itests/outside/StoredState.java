package org.mutoscope.itests.outside;

import static org.mutoscope.itests.outside.Promises.check;
import static org.mutoscope.itests.outside.Promises.equal;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** What is promised of the stored state. Arguments name the promises to check; without, all. */
public final class StoredState {
    private static final int DATABASE_UNUSABLE = 74;

    private StoredState() {}

    /** Checks them. */
    public static void main(String[] arguments) {
        Promises promises = new Promises(List.of(arguments));
        promises.promise(
                "S1", "a damaged database is refused with the way back, and that way leads back", StoredState::damaged);
        System.exit(promises.end());
    }

    private static void damaged() throws Exception {
        Platform platform = new Platform(Map.of());
        String key;
        String backup;
        try (platform) {
            platform.start();
            key = platform.account("S1", 7).key;
            backup = new Cli(platform).json("backup").path("path").asText();
        }
        spoil(platform.data.resolve("db/mutoscope.mv.db"));
        Process refused = platform.launch();
        try {
            check(refused.waitFor(120, TimeUnit.SECONDS), "it did not end: " + platform.tail());
        } finally {
            refused.destroyForcibly();
        }
        equal(DATABASE_UNUSABLE, refused.exitValue(), "exit code; it said " + platform.tail());
        String said = platform.tail();
        check(said.contains("mutoscope: S104 the database file "), "it does not name the file: " + said);
        check(said.contains("mutoscope restore BACKUP.zip --into NEWDATA"), "it names no way back: " + said);
        Path fresh = Files.createTempDirectory("mutoscope-restored-").resolve("data");
        Cli.Ran restored = new Cli(null).run("restore", backup, "--into", fresh.toString());
        equal(0, restored.exit(), "exit code of restore: " + restored.out());
        try (Platform again = new Platform(fresh, Map.of()).start()) {
            equal(307L, new Http(again.url(), key).available(), "credits after the restore");
        }
    }

    private static void spoil(Path file) throws Exception {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] noise = new byte[(int) raw.length()];
            new Random(7).nextBytes(noise);
            raw.write(noise);
        }
    }
}
