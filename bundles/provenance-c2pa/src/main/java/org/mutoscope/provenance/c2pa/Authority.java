package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The installation's own certificate authority. What it signs, validators of others call a signer that they do not know, until their
 * users add its root; an operator who wants more brings a certificate of a listed authority.
 *
 * @param key key of the root
 * @param root its certificate
 */
record Authority(PrivateKey key, X509Certificate root) {
    /** How long the root and the time-stamping certificate hold. */
    static final Duration LONG = Duration.ofDays(3653);
    /** How long a signing certificate holds. */
    static final Duration SHORT = Duration.ofDays(397);

    private static final ASN1ObjectIdentifier CLAIM_SIGNING = new ASN1ObjectIdentifier("1.3.6.1.4.1.62558.2.1");
    /** Clocks of those who check may be behind. */
    private static final Duration EARLIER = Duration.ofMinutes(10);

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A key with the certificate for it.
     *
     * @param key the private key
     * @param certificate issued by the authority
     */
    record Issued(PrivateKey key, X509Certificate certificate) {}

    /** A new authority. @param name shown by viewers as the issuer */
    static Authority create(String name, Instant now) throws IOException, GeneralSecurityException {
        KeyPair pair = pair();
        X500Principal subject = subject(name, "Root");
        X509v3CertificateBuilder builder = builder(subject, subject, pair, now, LONG);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new Authority(pair.getPrivate(), signed(builder, pair.getPrivate()));
    }

    /** A certificate that signs claims. */
    Issued signer(String name, Instant now) throws IOException, GeneralSecurityException {
        return leaf(
                subject(name, "Content Credentials"),
                new ExtendedKeyUsage(
                        new KeyPurposeId[] {KeyPurposeId.id_kp_emailProtection, KeyPurposeId.getInstance(CLAIM_SIGNING)
                        }),
                now,
                SHORT);
    }

    /** A certificate that signs time-stamps and nothing else (RFC 3161, section 2.3). */
    Issued stamper(String name, Instant now) throws IOException, GeneralSecurityException {
        return leaf(subject(name, "Time-stamps"), new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping), now, LONG);
    }

    private Issued leaf(X500Principal subject, ExtendedKeyUsage purposes, Instant now, Duration lasting)
            throws IOException, GeneralSecurityException {
        KeyPair pair = pair();
        X509v3CertificateBuilder builder = builder(root.getSubjectX500Principal(), subject, pair, now, lasting);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage, purposes.hasKeyPurposeId(KeyPurposeId.id_kp_timeStamping), purposes);
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.getPublicKey()));
        return new Issued(pair.getPrivate(), signed(builder, key));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X500Principal subject(String name, String what) {
        String plain = name.replaceAll("[,+=\"<>;\\\\#\\p{Cntrl}]", " ").strip();
        return new X500Principal("O=" + (plain.isEmpty() ? "Mutoscope" : plain) + ", CN=" + what);
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, KeyPair pair, Instant now, Duration lasting)
            throws IOException, GeneralSecurityException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, RANDOM),
                Date.from(now.minus(EARLIER)),
                Date.from(now.plus(lasting)),
                subject,
                pair.getPublic());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        return builder;
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
