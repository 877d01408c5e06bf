package org.mutoscope.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a signature can be no good has its sentence. */
class SignaturesTest {
    private static final byte[] WORDS = "words".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path home;

    private Path jar;
    private Maker acme;

    @BeforeEach
    void make() throws Exception {
        jar = JarBuilder.bundle("acme.veo", "1.0.0")
                .entry("a/one.txt", WORDS)
                .entry("a/two.txt", WORDS)
                .writeTo(home.resolve("veo.jar"));
        acme = Maker.named("Acme");
    }

    @Test
    void unsigned() throws Exception {
        Signature found = Signatures.read(jar);
        assertEquals(Signature.NONE, found);
        assertFalse(found.broken());
    }

    @Test
    void signed() throws Exception {
        Signature found = Signatures.read(acme.sign(jar));
        assertNull(found.fault());
        assertEquals(acme.chain, found.chain());
        assertEquals(Signature.fingerprint(acme.chain.get(0)), found.signer());
    }

    @Test
    void signedTwiceByTheSameIsStillSigned() throws Exception {
        assertEquals(acme.chain, Signatures.read(acme.sign(acme.sign(jar))).chain());
    }

    @Test
    void anEntryWasChanged() throws Exception {
        acme.sign(jar);
        change(entries -> entries.put("a/two.txt", "other words".getBytes(StandardCharsets.UTF_8)));
        broken("a/two.txt was changed after it was signed; get the jar again from its maker.");
    }

    @Test
    void anEntryWasAdded() throws Exception {
        acme.sign(jar);
        change(entries -> entries.put("a/three.txt", WORDS));
        broken("a/three.txt was added after it was signed; get the jar again from its maker.");
    }

    @Test
    void somethingWasAddedWhereNobodyLooks() throws Exception {
        acme.sign(jar);
        change(entries -> entries.put("META-INF/services/javax.Thing", WORDS));
        broken("META-INF/services/javax.Thing was added after it was signed; get the jar again from its maker.");
    }

    @Test
    void anEntryWasTakenOut() throws Exception {
        acme.sign(jar);
        change(entries -> entries.remove("a/one.txt"));
        broken("a/one.txt was taken out after it was signed; get the jar again from its maker.");
    }

    @Test
    void aNameIsThereTwice() throws Exception {
        acme.sign(jar);
        String bytes = Files.readString(jar, StandardCharsets.ISO_8859_1);
        Files.writeString(jar, bytes.replace("a/two.txt", "a/one.txt"), StandardCharsets.ISO_8859_1);
        broken("It holds a/one.txt twice; get the jar again from its maker.");
    }

    @Test
    void aHeaderWasChanged() throws Exception {
        acme.sign(jar);
        change(entries -> entries.compute("META-INF/MANIFEST.MF", (name, was) -> new String(was, StandardCharsets.UTF_8)
                .replace("Bundle-Version: 1.0.0", "Bundle-Version: 1.0.1")
                .getBytes(StandardCharsets.UTF_8)));
        broken("Its manifest was changed after it was signed; get the jar again from its maker.");
    }

    @Test
    void theSignatureWasTakenAway() throws Exception {
        acme.sign(jar);
        change(entries -> entries.keySet().removeIf(name -> name.matches("META-INF/.*\\.(SF|EC)")));
        Signature found = Signatures.read(jar);
        assertFalse(found.signed());
        assertEquals(
                "It is not signed, though its manifest has the digests of a signed jar: somebody took the signature"
                        + " away, or a tool changed the jar after it was signed; get the jar again from its maker.",
                found.fault());
    }

    @Test
    void halfOfTheSignatureWasTakenAway() throws Exception {
        acme.sign(jar);
        change(entries -> entries.keySet().removeIf(name -> name.endsWith(".EC")));
        assertTrue(Signatures.read(jar).broken());
    }

    @Test
    void theSignatureIsNoise() throws Exception {
        acme.sign(jar);
        change(entries -> entries.put("META-INF/CNACME.EC", WORDS));
        assertTrue(
                Signatures.read(jar).fault().startsWith("Its signature does not count"),
                Signatures.read(jar).fault());
    }

    @Test
    void theDigestIsWeak() throws Exception {
        acme.sign(jar, "SHA-1");
        broken("It is signed with SHA-1, which has been forged; sign it again with SHA-256 (jarsigner's default).");
    }

    @Test
    void theKeyIsWeak() throws Exception {
        Maker.withRsa("Weak", 1024).sign(jar);
        broken("It is signed with an RSA key of 1024 bits, which is too weak; sign it again with one of 2048 bits.");
    }

    @Test
    void twoSigned() throws Exception {
        Maker.named("Bert").sign(acme.sign(jar));
        broken("It is signed by more than one (CN=Acme and CN=Bert), so nobody answers for the whole; one maker signs"
                + " all of it.");
    }

    @Test
    void anotherSignedWhatWasAdded() throws Exception {
        acme.sign(jar);
        change(entries -> entries.put("a/three.txt", WORDS));
        Maker.named("Bert").sign(jar);
        assertTrue(Signatures.read(jar).fault().startsWith("It is signed by more than one"));
    }

    private void broken(String sentence) throws IOException {
        Signature found = Signatures.read(jar);
        assertEquals(sentence, found.fault());
        assertTrue(found.broken());
        assertFalse(found.signed());
    }

    /** A change to what a jar holds. */
    private interface Edit {
        void to(Map<String, byte[]> entries);
    }

    private void change(Edit edit) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        edit.to(entries);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }
}
