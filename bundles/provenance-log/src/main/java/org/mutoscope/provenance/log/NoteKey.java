package org.mutoscope.provenance.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 key by which notes are verified (C2SP signed-note). As text: {@code <name>+<id in hex>+<base64 of type and key>}, which is how logs and
 * witnesses are named in each other's settings. Safe for use by several threads.
 *
 * @param name of the log or witness, without blanks and plus signs
 * @param type {@link #NOTE} or {@link #COSIGNATURE}
 * @param raw the key, 32 bytes
 */
record NoteKey(String name, byte type, byte[] raw) {
    /** Signs the text itself. */
    static final byte NOTE = 1;

    /** Signs the text and a time (C2SP tlog-cosignature). */
    static final byte COSIGNATURE = 4;

    /** Bytes of a key's id. */
    static final int ID = 4;

    /** What stands before the 32 bytes of every Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    static NoteKey of(String name, byte type, PublicKey key) {
        byte[] encoded = key.getEncoded();
        return new NoteKey(name, type, Arrays.copyOfRange(encoded, PREFIX.length, encoded.length));
    }

    /** @throws IOException if it is none */
    static NoteKey parse(String text) throws IOException {
        String[] parts = text.strip().split("\\+", 3);
        try {
            byte[] key = Base64.getDecoder().decode(parts[parts.length - 1]);
            if (parts.length == 3 && key.length == Hashes.LENGTH + 1 && (key[0] == NOTE || key[0] == COSIGNATURE)) {
                NoteKey parsed = new NoteKey(parts[0], key[0], Arrays.copyOfRange(key, 1, key.length));
                if (!parts[0].isEmpty() && parsed.toString().equals(text.strip())) {
                    return parsed;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + text + "\" is no verifier key: NAME+ID+BASE64", e);
        }
        throw new IOException("\"" + text + "\" is no verifier key of Ed25519: NAME+ID+BASE64, the id not made up");
    }

    byte[] id() {
        byte[] hash = Hashes.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {type}, raw);
        return Arrays.copyOf(hash, ID);
    }

    boolean verifies(byte[] signed, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + raw.length);
            System.arraycopy(raw, 0, encoded, PREFIX.length, raw.length);
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) { // no key, or no signature: then it does not verify
            return false;
        }
    }

    @Override
    public String toString() {
        byte[] typed = new byte[raw.length + 1];
        typed[0] = type;
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey key && toString().equals(key.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
