package org.mutoscope.billing.appstore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** The certificates a signature may go back to. Apple's is part of this bundle and known by its digest; no other is ever taken for it. */
final class Roots {
    /** SHA-256 of "Apple Root CA - G3", which signs all App Store data; valid until 2039-04-30. Published at apple.com/certificateauthority. */
    static final String APPLE_G3 = "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179";

    private static final String FILE = "AppleRootCA-G3.pem";

    private Roots() {}

    /** Apple's root. @throws IllegalStateException if the bundle was tampered with */
    static byte[] apple() {
        try (InputStream in = Roots.class.getResourceAsStream(FILE)) {
            byte[] root = in.readAllBytes();
            if (!digest(root).equals(APPLE_G3)) {
                throw new IllegalStateException(FILE + " in this bundle is not Apple's root certificate");
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The root of a paper App Store. @throws IllegalArgumentException if there is none in the file, or it is Apple's */
    static byte[] paper(Path file) {
        byte[] root;
        try {
            root = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read: " + e, e);
        }
        if (digest(root).equals(APPLE_G3)) {
            throw new IllegalArgumentException("that is Apple's root certificate; it is trusted with trust=apple");
        }
        return root;
    }

    private static String digest(byte[] file) {
        try {
            byte[] certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(file))
                    .getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it holds no X.509 certificate", e);
        }
    }
}
