package org.mutoscope.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    private static final String WORDS = "a d\u00fcck \uD83E\uDD86";

    @TempDir
    Path data;

    @Test
    void whatWasClosedIsOpenedByTheSameKeyForTheSameJobAlone() throws IOException {
        Path file = data.resolve("keys").resolve("review.key");
        Seal seal = Seal.of(file);
        String sealed = seal.close("video_1", WORDS);
        assertEquals(Optional.of(WORDS), Seal.of(file).open("video_1", sealed), "after a restart");
        assertEquals(Optional.empty(), seal.open("video_2", sealed), "another job's");
        assertEquals(Optional.empty(), Seal.of(data.resolve("other")).open("video_1", sealed), "another key");
        assertEquals(
                Optional.empty(),
                seal.open("video_1", (sealed.charAt(0) == 'A' ? "B" : "A") + sealed.substring(1)),
                "changed");
        assertEquals(Optional.empty(), seal.open("video_1", "no base 64!"));
        assertEquals(Optional.empty(), seal.open("video_1", ""));
        assertNotEquals(sealed, seal.close("video_1", WORDS), "a nonce is used once");
    }

    @Test
    void theKeyIsItsOwnersAloneAndMustBeWhole() throws IOException {
        Path file = data.resolve("keys").resolve("review.key");
        Seal.of(file);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        Files.write(file, new byte[31]);
        assertTrue(assertThrows(IOException.class, () -> Seal.of(file))
                .getMessage()
                .contains("no key of 32 bytes"));
    }

    @Test
    void aTextIsKnownByItsPurposeToo() throws IOException {
        Seal seal = Seal.of(data.resolve("key"));
        assertEquals(seal.known("prompt", WORDS), seal.known("prompt", WORDS));
        assertNotEquals(seal.known("prompt", WORDS), seal.known("title", WORDS));
        assertNotEquals(
                seal.known("prompt", WORDS), Seal.of(data.resolve("key2")).known("prompt", WORDS));
    }
}
