package org.mutoscope.provenance.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    /** Key, text and signature of the examples that the note format has had since it was first described, for Go's checksum database. */
    private static final String NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String NEUMANNS =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private static final String SIGNED =
            "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

    @TempDir
    Path home;

    @Test
    void anothersNoteIsVerified() throws Exception {
        NoteKey key = NoteKey.parse(NEUMANN);
        byte[] line = Base64.getDecoder().decode(SIGNED);
        assertArrayEquals(key.id(), Arrays.copyOf(line, 4));
        byte[] signature = Arrays.copyOfRange(line, 4, line.length);
        assertTrue(key.verifies(NEUMANNS.getBytes(StandardCharsets.UTF_8), signature));
        assertFalse(key.verifies((NEUMANNS + " ").getBytes(StandardCharsets.UTF_8), signature));
        assertEquals(NEUMANN, key.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a3",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Other+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+!!!",
                "PeterNeumann+c74f20a3+AQID",
                "PeterNeumann+c74f20a3+BxpcCQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            })
    void noKey(String text) {
        assertThrows(IOException.class, () -> NoteKey.parse(text));
    }

    private Checkpoint signed() throws Exception {
        return LogKey.of(home, "example.com/log").sign(7, Hashes.nothing());
    }

    @Test
    void whatIsSignedIsReadAndVerified() throws Exception {
        Checkpoint signed = signed();
        Checkpoint read = Checkpoint.parse(signed.note());
        NoteKey key = LogKey.of(home, "").verifier();
        assertEquals(signed, read);
        assertTrue(read.isSignedBy(key));
        assertTrue(signed.note().startsWith("example.com/log\n7\n"), signed.note());
    }

    @Test
    void eachChangeIsSeen() throws Exception {
        NoteKey key = LogKey.of(home, "example.com/log").verifier();
        String note = signed().note();
        for (String changed : new String[] {
            note.replace("\n7\n", "\n8\n"),
            note.replace("example.com/log\n7", "example.org/log\n7"),
            note.replace("\n47D", "\n48D")
        }) {
            assertFalse(changed.equals(note));
            assertFalse(Checkpoint.parse(changed).isSignedBy(key), changed);
        }
    }

    /** Others may have signed too, as often and by whatever they like. */
    @Test
    void unknownLinesAreIgnored() throws Exception {
        NoteKey key = LogKey.of(home, "example.com/log").verifier();
        StringBuilder note = new StringBuilder(signed().note());
        for (int i = 0; i < 20; i++) {
            note.append("\u2014 witness").append(i).append(" AAAAAAAAAAAAAAAA\n");
        }
        note.append("\u2014 example.com/log AAAAAAAAAAAAAAAA\n"); // our name, another's id
        note.append("\u2014 odd line with blanks\n");
        assertTrue(Checkpoint.parse(note.toString()).isSignedBy(key));
    }

    /** Our id with a signature that is wrong: all of it is refused. */
    @Test
    void aWrongSignatureOfOursIsNotPassedOver() throws Exception {
        NoteKey key = LogKey.of(home, "example.com/log").verifier();
        Checkpoint twice = signed().signed(key, new byte[64]);
        assertFalse(Checkpoint.parse(twice.note()).isSignedBy(key));
    }

    @Test
    void cosignaturesCarryTheirTime() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        NoteKey witness = NoteKey.of("witness.example/w", NoteKey.COSIGNATURE, pair.getPublic());
        Checkpoint log = signed();
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(log.cosigned(1_700_000_000L));
        byte[] timed = java.nio.ByteBuffer.allocate(72)
                .putLong(1_700_000_000L)
                .put(signer.sign())
                .array();
        assertTrue(log.signed(witness, timed).isSignedBy(witness));
        timed[7]++;
        assertFalse(log.signed(witness, timed).isSignedBy(witness), "another time");
        assertFalse(log.signed(witness, new byte[4]).isSignedBy(witness), "too short");
        assertEquals(witness, NoteKey.parse(witness.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a\n1\n",
                "a\n1\nAAAA\n\n\u2014 k AAAAAAAA\n",
                "a\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\u2014 k AAAAAAAA\n",
                "a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\u2014 k AAAAAAAA\n",
                "a\n9999999999999999999\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\u2014 k AAAAAAAA\n",
                "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\u2014 k AAAAAAAA\n",
                "a\n1\n!!!\n\n\u2014 k AAAAAAAA\n",
                "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
                "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nno dash\n",
                "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n\n\u2014 k AAAAAAAA\n"
            })
    void noCheckpoint(String note) {
        assertThrows(IOException.class, () -> Checkpoint.parse(note));
    }
}
