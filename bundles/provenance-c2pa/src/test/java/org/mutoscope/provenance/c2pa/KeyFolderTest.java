package org.mutoscope.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {
    @TempDir
    Path data;

    private KeyFolder at(Duration later) {
        return new KeyFolder(
                data.resolve("provenance"), "Test, House", Clock.fixed(Samples.NOW.plus(later), ZoneOffset.UTC));
    }

    @Test
    void keysAreMadeOnceAndOnlyForTheOwner() throws Exception {
        Credential first = at(Duration.ZERO).signer();

        assertEquals(first.chain(), at(Duration.ofDays(300)).signer().chain());
        assertTrue(at(Duration.ZERO).trust().trusts(first.chain(), Samples.NOW));
        assertTrue(first.chain().get(0).getSubjectX500Principal().getName().contains("O=Test  House"));
        for (String name : List.of("authority.p12", "signer.p12", "password", "authority.pem")) {
            Path file = data.resolve("provenance").resolve(name);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), name);
        }
    }

    @Test
    void aCertificateIsRenewedBeforeItEndsUnderTheSameRoot() throws Exception {
        Credential first = at(Duration.ZERO).signer();
        Credential second = at(Authority.SHORT.minusDays(20)).signer();

        assertNotEquals(first.chain(), second.chain());
        assertTrue(at(Duration.ZERO).trust().trusts(second.chain(), Samples.NOW.plus(Authority.SHORT)));
    }

    @Test
    void aCertificateOfAClockThatWasAheadIsMadeAnew() throws Exception {
        Credential ahead = at(Duration.ofDays(1)).signer();

        Credential now = at(Duration.ZERO).signer();

        assertNotEquals(ahead.chain(), now.chain());
        assertTrue(at(Duration.ZERO).trust().trusts(now.chain(), Samples.NOW));
    }

    @Test
    void whatACrashLeftOutIsMadeLater() throws Exception {
        KeyFolder keys = at(Duration.ZERO);
        var root = keys.root();
        keys.signer();
        Files.delete(data.resolve("provenance").resolve("signer.p12"));

        assertEquals(root, at(Duration.ZERO).root());
        assertTrue(keys.trust().trusts(at(Duration.ZERO).signer().chain(), Samples.NOW));
    }

    @Test
    void aDamagedFileIsNotReplacedByANewAuthority() throws Exception {
        at(Duration.ZERO).signer();
        Path authority = data.resolve("provenance").resolve("authority.p12");
        Files.write(authority, new byte[] {1, 2, 3});

        assertThrows(IOException.class, () -> at(Duration.ZERO).root());
        assertEquals(3, Files.size(authority));
    }
}
