package org.mutoscope.core.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 256 bits that seals bytes with AES-256-GCM (NIST SP 800-38D): nobody without it reads them, and nobody changes them or puts others in their place
 * unseen. A key may seal 2^32 times; its nonces are random. Safe for use by several threads.
 */
public final class SealingKey {
    /** Length of a key. */
    public static final int BYTES = 32;
    /** How much longer the sealed is than the plain. */
    public static final int ADDED = 1 + 12 + 16;

    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private SealingKey(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a sealing key has " + BYTES + " bytes");
        }
        key = new SecretKeySpec(bytes, "AES");
    }

    /**
     * The key in a file of its owner's eyes only; made and durable before this returns if the file is not there. Of several that make it at once all get one key.
     *
     * @throws IOException if it cannot be read or made, or holds no key; it is never replaced then
     */
    public static SealingKey in(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != BYTES) {
            throw new IOException(file + " holds no key: it has " + bytes.length + " bytes and not " + BYTES
                    + ". Put the right file back.");
        }
        return new SealingKey(bytes);
    }

    private static void make(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        Path young = Files.createTempFile(folder, ".key-", ".part", owners(folder));
        try {
            try (FileChannel out = FileChannel.open(young, StandardOpenOption.WRITE)) {
                for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.createLink(file, young); // unlike a move it never replaces one that another made meanwhile
        } catch (FileAlreadyExistsException e) {
            return; // that one counts
        } catch (UnsupportedOperationException e) {
            Files.move(young, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(young);
        }
        sync(folder);
    }

    private static FileAttribute<?>[] owners(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A folder's entries are durable only with it; systems that cannot do so with folders do it by themselves. */
    private static void sync(Path folder) {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException e) {
            return; // as on Windows, where folders cannot be opened
        }
    }

    /** A new key that is kept nowhere. */
    public static SealingKey fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new SealingKey(bytes);
    }

    /**
     * Seals bytes.
     *
     * @param about what they are, for example an id: the same must be said to open them; kept nowhere
     * @return one byte for the format, 12 of nonce, the encrypted bytes, 16 of tag
     */
    public byte[] seal(byte[] plain, String about) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0, about);
            byte[] sealed = new byte[ADDED + plain.length];
            sealed[0] = FORMAT;
            System.arraycopy(nonce, 0, sealed, 1, NONCE);
            cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    /**
     * Opens what was sealed.
     *
     * @throws GeneralSecurityException if it was sealed with another key, about something else, or was changed
     */
    public byte[] open(byte[] sealed, String about) throws GeneralSecurityException {
        if (sealed.length < ADDED || sealed[0] != FORMAT) {
            throw new GeneralSecurityException("these bytes were not sealed here");
        }
        return cipher(Cipher.DECRYPT_MODE, sealed, 1, about).doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
    }

    private Cipher cipher(int mode, byte[] nonce, int at, String about) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, at, NONCE));
        cipher.updateAAD(about.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
