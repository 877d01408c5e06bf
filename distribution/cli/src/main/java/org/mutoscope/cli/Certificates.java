package org.mutoscope.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Certificates of makers, as files and as the signatures of jars carry them. */
final class Certificates {
    private static final int LONGEST = 1 << 20;

    private Certificates() {}

    /** Those of a key ring, by name. */
    static List<Path> files(Path ring) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(ring)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(ring, "*.pem")) {
                found.forEach(files::add);
            }
        }
        files.sort(null);
        return files;
    }

    /** Name of a file without its ending. */
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ".pem".length());
    }

    /** What a file holds: a certificate, several, or a jar with those of the one who signed it. @throws Failure if it holds none */
    static List<X509Certificate> read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Failure(Failure.FILE, "there is no file " + file + " that can be read");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            if (head.length == 4 && head[0] == 'P' && head[1] == 'K') {
                return signer(file);
            }
        }
        return certificates(file);
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new Failure(Failure.FILE, file + " is too large to be a certificate");
        }
        List<X509Certificate> all = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .forEach(one -> all.add((X509Certificate) one));
        } catch (CertificateException e) {
            throw new Failure(Failure.FILE, file + " holds no certificate that can be read", e);
        }
        if (all.isEmpty()) {
            throw new Failure(Failure.FILE, file + " holds no certificate");
        }
        return all;
    }

    private static List<X509Certificate> signer(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            for (JarEntry entry : jar.stream().toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
                CodeSigner[] signers = entry.getCodeSigners();
                if (signers != null) {
                    return signers[0].getSignerCertPath().getCertificates().stream()
                            .map(X509Certificate.class::cast)
                            .toList();
                }
            }
        } catch (SecurityException e) {
            throw new Failure(
                    Failure.REFUSED, file + " was changed after it was signed; get it again from its maker", e);
        }
        throw new Failure(Failure.REFUSED, file + " is not signed in a way that counts");
    }

    static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "?");
    }

    static String digest(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(X509Certificate certificate) {
        try {
            return "# " + subject(certificate) + "\n-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
