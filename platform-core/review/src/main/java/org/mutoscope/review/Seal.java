package org.mutoscope.review;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps words from whoever gets hold of the database alone: AES-256-GCM (NIST SP 800-38D), a new nonce of 96 bits each time, the job's id as associated data. The
 * key lies beside the database in the data folder, made at the first start. Safe for use by several threads.
 */
final class Seal {
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec cipherKey;
    private final SecretKeySpec macKey;

    private Seal(byte[] key) throws GeneralSecurityException {
        this.cipherKey = new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "words"), "AES");
        this.macKey = new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "known"), "HmacSHA256");
    }

    /** Opens the key of a file, or makes it. @throws IOException if it cannot be read or made, or is no key */
    static Seal of(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != KEY) {
            throw new IOException(file.getFileName() + " is no key of " + KEY + " bytes");
        }
        try {
            return new Seal(key);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no AES or HMAC", e);
        }
    }

    /** Whole or not at all: a key that was cut off would be found at the next start. */
    private static void make(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] key = new byte[KEY];
        new SecureRandom().nextBytes(key);
        Path draft = Files.createTempFile(file.getParent(), "key", ".new"); // for its owner alone
        try {
            if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            }
            Files.write(draft, key);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(draft); // another start was faster
        }
    }

    String close(String jobId, String words) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, jobId);
            byte[] sealed = cipher.doFinal(words.getBytes(StandardCharsets.UTF_8));
            byte[] all = java.util.Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("words could not be encrypted", e);
        }
    }

    /** @return empty if it was changed, is another job's, or was closed with another key */
    Optional<String> open(String jobId, String sealed) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            byte[] nonce = java.util.Arrays.copyOf(all, NONCE);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce, jobId);
            return Optional.of(new String(cipher.doFinal(all, NONCE, all.length - NONCE), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What a text is known again by, and cannot be guessed from without the key: 64 hexadecimal digits. */
    String known(String purpose, String text) {
        try {
            return HexFormat.of().formatHex(mac(macKey, purpose + '\n' + text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String jobId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, cipherKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(jobId.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] mac(SecretKeySpec key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
