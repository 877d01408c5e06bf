package org.mutoscope.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.storage.Transaction;
import org.mutoscope.core.storage.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's first key, written once to {@code admin.key} in the data folder. Three steps, each of which can be the last before a
 * crash: account and key in the database; file; a line of the audit that the file was written. A start that finds the account but not
 * that line revokes the key nobody may have seen and begins again at the second step. Once the line is there, the file is the
 * operator's: deleting it brings no new key.
 */
final class FirstKey {
    static final String FILE = "admin.key";
    static final String WRITTEN = "admin.key.written";

    private static final Logger LOG = LoggerFactory.getLogger(FirstKey.class);
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final UnitOfWork work;
    private final IdentityService identity;

    FirstKey(UnitOfWork work, IdentityService identity) {
        this.work = work;
        this.identity = identity;
    }

    static Path folder(String property) {
        if (property == null || property.isBlank()) {
            throw new IllegalStateException("mutoscope.data is not set; it names the folder that admin.key goes to");
        }
        return Path.of(property);
    }

    void ensure(Path folder) {
        if (work.read(this::isDone)) {
            return;
        }
        String key = work.write(this::freshKey);
        try {
            write(folder, key);
        } catch (IOException e) {
            throw new UncheckedIOException("admin.key could not be written; the next start tries again", e);
        }
        work.write(tx -> {
            identity.audit(tx, null, WRITTEN, FILE);
            return null;
        });
        LOG.info("the first admin key was written to {} in the data folder", FILE);
    }

    private boolean isDone(Transaction tx) {
        return !identity.accounts().administered(tx).isEmpty()
                && !tx.query("select seq from audit where act = ? limit 1", row -> row.number("seq"), WRITTEN)
                        .isEmpty();
    }

    /** A key for the first administrator, whose account is opened if there is none; older keys of it end. */
    private String freshKey(Transaction tx) {
        List<String> administered = identity.accounts().administered(tx);
        if (administered.isEmpty()) {
            return identity.open(tx, "admin", EnumSet.of(Role.ADMIN), null).key();
        }
        String account = administered.get(0);
        for (Identity.KeyFacts old : identity.keyring().list(tx, account)) {
            identity.revoke(tx, account, old.keyId(), null);
        }
        LOG.warn("an earlier start ended before {} was written; its key is revoked and another issued", FILE);
        return identity.issue(tx, account, new IdentityService.Request("first key", null), null)
                .key();
    }

    /** The name appears only with the whole key behind it, and nobody but the owner can read it at any moment. */
    private static void write(Path folder, String key) throws IOException {
        Files.createDirectories(folder);
        Path temporary = folder.resolve(FILE + ".new");
        Files.deleteIfExists(temporary);
        createPrivate(temporary);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(
                temporary, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void createPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            // The umask may only take away; say it again for those that would give.
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        } else {
            Files.createFile(file);
        }
    }
}
