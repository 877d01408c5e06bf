package org.mutoscope.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Puts a backup into a new data directory. Works on files, with the platform stopped: a running one has its database open. Every file is
 * checked against the backup's manifest before the first byte is believed.
 */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "puts a backup into a new, empty data directory")
final class RestoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BACKUP", description = "a file that `mutoscope backup` wrote")
    private Path backup;

    @Option(
            names = {"--into", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "the data directory to fill; must be empty or absent")
    private Path into;

    @Option(names = "--json", description = "print JSON, one object")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        int files = 0;
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            refuseFull();
            JsonNode manifest = manifest(zip);
            for (JsonNode file : manifest.path("files")) {
                restore(zip, file.path("path").asText(), file.path("sha256").asText());
                files++;
            }
            unpackDatabase();
        } catch (IOException e) {
            throw new Failure(Failure.FILE, "cannot restore " + backup + ": " + e.getMessage(), e);
        }
        String words = files + " files restored into " + into + "; start it with: mutoscope up --data " + into;
        spec.commandLine()
                .getOut()
                .println(json ? Api.pretty(Api.object().put("files", files).put("data", into.toString())) : words);
        return 0;
    }

    private void refuseFull() throws IOException {
        into = into.toAbsolutePath().normalize();
        Files.createDirectories(into);
        try (Stream<Path> there = Files.list(into)) {
            if (there.findAny().isPresent()) {
                throw new Failure(
                        Failure.FILE,
                        into
                                + " is not empty; a backup is only put into a new data directory, so that nothing is overwritten");
            }
        }
    }

    private static JsonNode manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry("manifest.json");
        if (entry == null) {
            throw new Failure(Failure.FILE, zip.getName() + " is no Mutoscope backup: it has no manifest.json");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private void restore(ZipFile zip, String name, String sha256) throws IOException {
        Path target = into.resolve(name).normalize();
        ZipEntry entry = zip.getEntry(name);
        if (!target.startsWith(into.normalize()) || entry == null) {
            throw new Failure(Failure.FILE, "the backup is damaged: its manifest names " + name);
        }
        Files.createDirectories(target.getParent());
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
            Files.copy(in, target);
        }
        if (name.equals("admin.key") && Files.getFileStore(target).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw new Failure(
                    Failure.FILE, "the backup is damaged: " + name + " is not what was saved; use another backup");
        }
    }

    /** The embedded database lies in the backup as its own zip, digest-checked with the rest; here it becomes files again. */
    private void unpackDatabase() throws IOException {
        Path folder = into.resolve("db");
        Path packed = folder.resolve("database.zip");
        if (!Files.exists(packed)) {
            return; // a server's database is put back with its own tools
        }
        try (ZipFile database = new ZipFile(packed.toFile())) {
            for (ZipEntry entry : java.util.Collections.list(database.entries())) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!folder.equals(target.getParent())) {
                    throw new Failure(Failure.FILE, "the backup is damaged: its database names " + entry.getName());
                }
                try (InputStream in = database.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
        Files.delete(packed);
        Files.deleteIfExists(folder.resolve("database.properties"));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
