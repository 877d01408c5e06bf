package org.mutoscope.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mutoscope.core.identity.Caller;
import org.mutoscope.core.identity.Identity;
import org.mutoscope.core.identity.Role;
import org.mutoscope.core.problem.Code;
import org.mutoscope.storage.jdbc.JdbcStorage;

class FirstKeyTest {
    @TempDir
    static Path database;

    private static JdbcStorage storage;

    @TempDir
    Path data;

    private IdentityService identity;

    @BeforeAll
    static void open() {
        storage = JdbcStorage.open(database, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        storage.close();
    }

    @BeforeEach
    void empty() {
        storage.write(tx -> List.of("audit", "api_key", "membership", "principal", "account").stream()
                .mapToInt(table -> tx.update("delete from " + table))
                .sum());
        identity = new IdentityService(storage, Clock.systemUTC(), System::nanoTime);
    }

    @Test
    void theFirstStartWritesAKeyThatOnlyItsOwnerReads() throws IOException {
        start(data);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        Caller admin = identity.authenticate(key());
        assertEquals("admin", admin.accountName());
        assertEquals(Set.of(Role.ADMIN), admin.roles());
        assertFalse(Files.exists(data.resolve("admin.key.new")));
    }

    @Test
    void laterStartsLeaveItAlone() throws IOException {
        start(data);
        String key = key();
        start(data);
        assertEquals(key, key());
        Files.delete(file());
        start(data);
        assertFalse(Files.exists(file()), "who takes the key away gets no other");
        assertEquals(1, identity.list(null, 10).size());
    }

    @Test
    void aStartThatDiedBeforeTheFileIsMadeGood() throws IOException {
        Identity.Opened lost = identity.open("admin", Set.of(Role.ADMIN), null);
        start(data);
        assertNotEquals(lost.key(), key());
        assertEquals(lost.account().id(), identity.authenticate(key()).accountId());
        IdentityServiceTest.refused(Code.INVALID_API_KEY, () -> identity.authenticate(lost.key()));
        assertEquals(
                List.of("account.open", "key.issue", "key.revoke", "key.issue", "admin.key.written"),
                storage.read(tx -> tx.query("select act from audit order by seq", row -> row.text("act"))));
    }

    @Test
    void aFileThatCannotBeWrittenStopsTheStartAndTheNextOneTriesAgain() throws IOException {
        Path notAFolder = Files.writeString(data.resolve("occupied"), "x");
        assertThrows(UncheckedIOException.class, () -> start(notAFolder));
        start(data);
        assertEquals("admin", identity.authenticate(key()).accountName());
        assertEquals(1, identity.list(null, 10).size());
    }

    @Test
    void aRemainderOfAWriteThatDiedIsReplaced() throws IOException {
        Files.writeString(data.resolve("admin.key.new"), "half a k");
        start(data);
        identity.authenticate(key());
    }

    @Test
    void theFolderMustBeNamed() {
        assertThrows(IllegalStateException.class, () -> FirstKey.folder(null));
        assertThrows(IllegalStateException.class, () -> FirstKey.folder(" "));
        assertTrue(FirstKey.folder("x").endsWith("x"));
    }

    private void start(Path folder) {
        new FirstKey(storage, identity).ensure(folder);
    }

    private Path file() {
        return data.resolve("admin.key");
    }

    private String key() throws IOException {
        return Files.readString(file()).strip();
    }
}
