package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation's own keys, made when they are first needed and renewed before they end: {@code authority.p12} (the root),
 * {@code signer.p12}, {@code stamper.p12}, each under the password in {@code password}, and {@code authority.pem}, which is given to
 * those who are to trust the installation. Whoever has the folder can sign in its name; only the platform's user can read it. Safe for
 * several threads.
 */
final class KeyFolder {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFolder.class);
    private static final Duration BEFORE_END = Duration.ofDays(30);
    private static final int PASSWORD_BYTES = 24;
    private static final int PEM_LINE = 64;
    private static final String NAME = "key";

    private final Path folder;
    private final String provider;
    private final Clock clock;

    /** @param provider name of the installation, for new certificates */
    KeyFolder(Path folder, String provider, Clock clock) {
        this.folder = folder;
        this.provider = provider;
        this.clock = clock;
    }

    /** How a leaf certificate is made. */
    private interface Issuing {
        Authority.Issued issue(Authority authority) throws IOException, GeneralSecurityException;
    }

    /** What claims are signed with, good for {@link #BEFORE_END} at least. */
    synchronized Credential signer() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("signer.p12");
        renewed(file, authority -> authority.signer(provider, clock.instant()));
        return Credential.read(file, password());
    }

    /** The built-in time-stamping authority. */
    synchronized Cose.Stamping stamper() throws IOException, GeneralSecurityException {
        KeyStore store =
                renewed(folder.resolve("stamper.p12"), authority -> authority.stamper(provider, clock.instant()));
        return new StampingAuthority(
                (PrivateKey) store.getKey(NAME, password()), (X509Certificate) store.getCertificate(NAME), clock);
    }

    /** The root of both. */
    synchronized X509Certificate root() throws IOException, GeneralSecurityException {
        return authority().root();
    }

    private KeyStore renewed(Path file, Issuing issuing) throws IOException, GeneralSecurityException {
        try {
            KeyStore store = load(file);
            X509Certificate certificate = (X509Certificate) store.getCertificate(NAME);
            Instant now = clock.instant();
            if (certificate.getNotAfter().toInstant().isAfter(now.plus(BEFORE_END))
                    && !certificate.getNotBefore().toInstant().isAfter(now)) { // made while the clock was ahead
                return store;
            }
            LOG.info(
                    "the certificate in {} holds from {} to {}: it is made anew",
                    file.getFileName(),
                    certificate.getNotBefore(),
                    certificate.getNotAfter());
        } catch (NoSuchFileException e) {
            LOG.debug("{} is made", file);
        }
        Authority authority = authority();
        Authority.Issued issued = issuing.issue(authority);
        save(file, issued.key(), issued.certificate(), authority.root());
        return load(file);
    }

    private Authority authority() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("authority.p12");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Instant now = clock.instant();
            Authority made = Authority.create(provider, now);
            write(folder.resolve("authority.pem"), pem(made.root()));
            save(file, made.key(), made.root());
            LOG.info(
                    "Content Credentials: made an authority for this installation in {}; viewers elsewhere will call its"
                            + " signatures those of an unknown issuer until they are given authority.pem",
                    folder);
        }
        KeyStore store = load(file);
        return new Authority((PrivateKey) store.getKey(NAME, password()), (X509Certificate) store.getCertificate(NAME));
    }

    private KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password());
        }
        if (!store.isKeyEntry(NAME)) {
            throw new IOException(file + " is not one of the installation's own key files");
        }
        return store;
    }

    private void save(Path file, PrivateKey key, X509Certificate... chain)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(NAME, key, password(), chain.clone());
        Path temporary = secret(file);
        try (OutputStream out = Files.newOutputStream(temporary)) {
            store.store(out, password());
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private char[] password() throws IOException {
        Path file = folder.resolve("password");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            write(file, HexFormat.of().formatHex(random) + "\n");
        }
        return Files.readString(file).strip().toCharArray();
    }

    private static void write(Path file, String text) throws IOException {
        Path temporary = secret(file);
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** An empty file beside another, for the platform's user only. */
    private static Path secret(Path file) throws IOException {
        boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
        return posix
                ? Files.createTempFile(
                        file.getParent(),
                        "new",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(file.getParent(), "new", ".tmp");
    }

    /** A certificate as text. */
    static String pem(Certificate certificate) throws GeneralSecurityException {
        byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(PEM_LINE, newLine).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** Roots that the installation's own checks trust. */
    Trust trust() throws IOException, GeneralSecurityException {
        return new Trust(List.of(root()));
    }
}
