package org.mutoscope.plugins;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipFile;
import javax.security.auth.x500.X500Principal;
import jdk.security.jarsigner.JarSigner;

/** Somebody who makes bundles, with a key and a certificate, or who vouches for those who do. */
final class Maker {
    static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant LONG_HENCE = Instant.parse("2090-01-01T00:00:00Z");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] SHA256_WITH_ECDSA = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
    private static final byte[] SHA256_WITH_RSA =
            der(0x30, oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11), der(0x05));
    private static final byte[] SERVER_AUTH = oid(0x2b, 6, 1, 5, 5, 7, 3, 1);

    final List<X509Certificate> chain;
    private final PrivateKey key;

    private Maker(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /** Vouches for themselves. */
    static Maker named(String name) throws Exception {
        return between(name, LONG_AGO, LONG_HENCE);
    }

    static Maker between(String name, Instant from, Instant until) throws Exception {
        KeyPair pair = pair("EC", 256);
        return new Maker(pair.getPrivate(), List.of(certificate(new Wish(name, from, until, true, false), pair, null)));
    }

    static Maker withRsa(String name, int bits) throws Exception {
        KeyPair pair = pair("RSA", bits);
        Wish wish = new Wish(name, LONG_AGO, LONG_HENCE, true, false);
        return new Maker(pair.getPrivate(), List.of(certificate(wish, pair, null)));
    }

    /** Somebody this one vouches for. @param server as a web server only */
    Maker vouchesFor(String name, boolean server) throws Exception {
        KeyPair pair = pair("EC", 256);
        List<X509Certificate> longer = new ArrayList<>();
        longer.add(certificate(new Wish(name, LONG_AGO, LONG_HENCE, false, server), pair, this));
        longer.addAll(chain);
        return new Maker(pair.getPrivate(), longer);
    }

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private record Wish(String name, Instant from, Instant until, boolean authority, boolean server) {}

    /** RFC 5280, 4.1. */
    private static X509Certificate certificate(Wish wish, KeyPair pair, Maker issuer) throws Exception {
        PrivateKey signs = issuer == null ? pair.getPrivate() : issuer.key;
        byte[] algorithm = signs.getAlgorithm().equals("RSA") ? SHA256_WITH_RSA : SHA256_WITH_ECDSA;
        byte[] subject = new X500Principal("CN=" + wish.name).getEncoded();
        byte[] by = issuer == null
                ? subject
                : issuer.chain.get(0).getSubjectX500Principal().getEncoded();
        byte[] limits = der(
                0x30,
                oid(0x55, 0x1d, 0x13),
                der(0x04, wish.authority ? der(0x30, der(0x01, new byte[] {-1})) : der(0x30)));
        byte[] extensions = wish.server
                ? der(0x30, limits, der(0x30, oid(0x55, 0x1d, 0x25), der(0x04, der(0x30, SERVER_AUTH))))
                : der(0x30, limits);
        byte[] content = der(
                0x30,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()),
                algorithm,
                by,
                der(0x30, time(wish.from), time(wish.until)),
                subject,
                pair.getPublic().getEncoded(),
                der(0xa3, extensions));
        java.security.Signature signature = java.security.Signature.getInstance(
                signs.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(signs);
        signature.update(content);
        byte[] whole = der(0x30, content, algorithm, der(0x03, new byte[1], signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] time(Instant at) {
        return der(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return der(0x06, content);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length > 127) {
            byte[] big = BigInteger.valueOf(length).toByteArray();
            int skip = big[0] == 0 ? 1 : 0;
            out.write(0x80 | big.length - skip);
            out.write(big, skip, big.length - skip);
        } else {
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /** Signs a jar in its place. */
    Path sign(Path jar) throws Exception {
        return sign(jar, "SHA-256");
    }

    Path sign(Path jar, String digest) throws Exception {
        JarSigner signer = new JarSigner.Builder(
                        key, CertificateFactory.getInstance("X.509").generateCertPath(chain))
                .digestAlgorithm(digest)
                .signerName(chain.get(0).getSubjectX500Principal().getName().replaceAll("[^A-Za-z]", ""))
                .build();
        Path part = jar.resolveSibling(jar.getFileName() + ".part");
        try (ZipFile in = new ZipFile(jar.toFile());
                OutputStream out = Files.newOutputStream(part)) {
            signer.sign(in, out);
        }
        return Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts the certificate into a key ring. */
    void into(Path ring, String file) throws IOException, GeneralSecurityException {
        Files.createDirectories(ring);
        Files.writeString(
                ring.resolve(file),
                "Acme, as told on the telephone\n-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(chain.get(0).getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }
}
