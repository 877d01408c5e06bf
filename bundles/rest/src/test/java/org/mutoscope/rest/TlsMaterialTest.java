package org.mutoscope.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which certificate and key can be wrong has its sentence; none of them says the password. */
class TlsMaterialTest {
    private static final Instant NOW = Instant.parse("2027-06-01T00:00:00Z");

    @TempDir
    Path folder;

    static Path file(String name) {
        try {
            return Path.of(TlsMaterialTest.class.getResource("tls/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "first.pem, first.key, ''",
        "first.pem, sealed.key, opensesame",
        "first.p12, '', opensesame",
        "second.pem, second.key, a password that nothing needs"
    })
    void goodOnesAreRead(String certificate, String key, String password) throws Exception {
        TlsMaterial read = TlsMaterial.read(files(certificate, key, password), NOW);
        assertEquals(1, read.store().size());
        assertTrue(read.toString().contains(certificate.substring(0, 5)), read.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | ''            | ''         | tls.certificate is not set",
                "absent.pem  | first.key     | ''         | absent.pem cannot be read (NoSuchFileException)",
                "first.pem   | absent.key    | ''         | tls.key: ",
                "first.pem   | second.key    | ''         | is not the key of the certificate",
                "first.pem   | first.pem     | ''         | holds no private key",
                "first.pem   | ''            | ''         | holds no private key",
                "first.key   | first.key     | ''         | holds no certificate",
                "first.pem   | old-form.key  | ''         | openssl pkcs8 -topk8 -nocrypt",
                "first.pem   | sealed.key    | ''         | set tls.password",
                "first.pem   | sealed.key    | guessed    | tls.password does not open the key",
                "first.p12   | ''            | guessed    | tls.password does not open it",
                "first.p12   | ''            | ''         | tls.password does not open it",
                "first.p12   | first.key     | opensesame | leave tls.key out",
                "nokey.p12   | ''            | opensesame | holds no private key",
                "weak.pem    | weak.key      | ''         | 1024 bits",
                "expired.p12 | ''            | opensesame | renew it",
                "future.p12  | ''            | opensesame | look at the clock"
            })
    void badOnesAreRefusedInASentence(String certificate, String key, String password, String said) {
        TlsProblem problem =
                assertThrows(TlsProblem.class, () -> TlsMaterial.read(files(certificate, key, password), NOW));
        assertTrue(problem.getMessage().contains(said), problem.getMessage());
        assertFalse(problem.getMessage().contains("guessed"), problem.getMessage());
        assertFalse(problem.getMessage().contains("opensesame"), problem.getMessage());
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        String pem = Files.readString(file("first.pem"));
        Path cut = Files.writeString(folder.resolve("cut.pem"), pem.replace("MII", "AAA"));
        refused(new TlsFiles(cut.toString(), file("first.key").toString(), ""), "certificate 1 cannot be read");
        String key = Files.readString(file("first.key"));
        Path spoilt = Files.writeString(
                folder.resolve("spoilt.key"), key.replaceFirst("(?s)-----\n.{40}", "-----\n" + "A".repeat(40)));
        refused(new TlsFiles(file("first.pem").toString(), spoilt.toString(), ""), "the key is damaged");
        Path rubbish = Files.write(folder.resolve("rubbish.p12"), new byte[] {0x30, 1, 2, 3});
        refused(new TlsFiles(rubbish.toString(), "", "x"), "neither PEM nor PKCS#12");
        Path empty = Files.write(folder.resolve("empty"), new byte[0]);
        refused(new TlsFiles(empty.toString(), "", "x"), "neither PEM nor PKCS#12");
        Path large = Files.write(folder.resolve("large"), new byte[1_048_577]);
        refused(new TlsFiles(large.toString(), "", "x"), "larger than 1 MiB");
        refused(new TlsFiles(folder.toString(), "", "x"), "cannot be read");
    }

    private static void refused(TlsFiles files, String said) {
        TlsProblem problem = assertThrows(TlsProblem.class, () -> TlsMaterial.read(files, NOW));
        assertTrue(problem.getMessage().contains(said), problem.getMessage());
    }

    private static TlsFiles files(String certificate, String key, String password) {
        return new TlsFiles(path(certificate), path(key), password);
    }

    private static String path(String name) {
        if (name.isEmpty()) {
            return "";
        }
        return name.startsWith("absent") ? "/nowhere/" + name : file(name).toString();
    }
}
