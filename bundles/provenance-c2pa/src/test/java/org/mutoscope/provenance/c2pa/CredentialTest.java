package org.mutoscope.provenance.c2pa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mutoscope.provenance.c2pa.OtherKeys.EMAIL;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    Path folder;

    private Path keys(KeyPair pair, String[] names, Certificate... chain) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (String name : names) {
            store.setKeyEntry(name, pair.getPrivate(), PASSWORD, chain);
        }
        Path file = folder.resolve("keys.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return file;
    }

    @Test
    void aFileOfAnAuthorityIsReadWithoutItsRoot() throws Exception {
        Authority authority = Authority.create("Test", Samples.NOW);
        KeyPair pair = OtherKeys.pair("EC", "secp384r1");
        X509Certificate leaf = OtherKeys.leaf(authority, pair, false, true, List.of(EMAIL));
        Path file = keys(pair, new String[] {"a"}, leaf, authority.root());

        Credential credential = Credential.read(file, PASSWORD);

        assertEquals(SigningAlgorithm.ES384, credential.algorithm());
        assertEquals(List.of(leaf), credential.chain());
        assertThrows(IOException.class, () -> Credential.read(file, "wrong".toCharArray()));
        assertThrows(IOException.class, () -> Credential.read(folder.resolve("none.p12"), PASSWORD));
        Path two = keys(pair, new String[] {"a", "b"}, leaf);
        assertTrue(assertThrows(IOException.class, () -> Credential.read(two, PASSWORD))
                .getMessage()
                .contains("2 private keys"));
    }

    @Test
    void certificatesOutsideOfTheProfileAreRefusedInWords() throws Exception {
        Authority authority = Authority.create("Test", Samples.NOW);
        KeyPair pair = OtherKeys.pair("EC", "secp256r1");

        refused("authority (CA)", pair, OtherKeys.leaf(authority, pair, true, true, List.of(EMAIL)));
        refused("digitalSignature", pair, OtherKeys.leaf(authority, pair, false, false, List.of(EMAIL)));
        refused("no extended key usage", pair, OtherKeys.leaf(authority, pair, false, true, List.of()));
        refused("anything", pair, OtherKeys.leaf(authority, pair, false, true, List.of("2.5.29.37.0")));
        refused("purposes", pair, OtherKeys.leaf(authority, pair, false, true, List.of("1.3.6.1.5.5.7.3.1")));
        refused("mixes", pair, OtherKeys.leaf(authority, pair, false, true, List.of(EMAIL, "1.3.6.1.5.5.7.3.8")));
        KeyPair weak = OtherKeys.pair("RSA", "1024");
        refused("kind or length", weak, OtherKeys.leaf(authority, weak, false, true, List.of(EMAIL)));
    }

    private void refused(String words, KeyPair pair, X509Certificate leaf) throws Exception {
        Path file = keys(pair, new String[] {"a"}, leaf);

        String message = assertThrows(GeneralSecurityException.class, () -> Credential.read(file, PASSWORD))
                .getMessage();

        assertTrue(message.contains(words), message);
    }
}
