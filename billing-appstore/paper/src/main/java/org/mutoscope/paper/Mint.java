package org.mutoscope.paper;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Mints chains of three: root and intermediate on P-384, leaf on P-256, with the two private extensions by which Apple's verifier knows its
 * own (1.2.840.113635.100.6.2.1 and .6.11.1; their values are not looked at). All chains have the same names; their keys are new each time.
 */
public final class Mint {
    private static final ASN1ObjectIdentifier INTERMEDIATE_MARK = new ASN1ObjectIdentifier("1.2.840.113635.100.6.2.1");
    private static final ASN1ObjectIdentifier LEAF_MARK = new ASN1ObjectIdentifier("1.2.840.113635.100.6.11.1");
    private static final X500Name ROOT = new X500Name("CN=Paper App Store Root - not Apple,O=Mutoscope tests");
    private static final X500Name INTERMEDIATE =
            new X500Name("CN=Paper App Store Intermediate - not Apple,O=Mutoscope tests");
    private static final X500Name LEAF = new X500Name("CN=Paper App Store Signing - not Apple,O=Mutoscope tests");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Mint() {}

    private record Issuer(X500Name name, KeyPair keys) {}

    private record Wanted(X500Name name, KeyPair keys, Instant from, Instant until) {}

    /** Mints a chain. Safe for use by several threads. */
    public static Chain mint(Recipe recipe) {
        try {
            Issuer root = new Issuer(ROOT, keys("secp384r1"));
            Instant from = from();
            return below(
                    authority(new Wanted(ROOT, root.keys(), from, until(from)), root, recipe, false), root, recipe);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate was minted", e);
        }
    }

    /** Mints another intermediate and leaf below the root of a chain: whoever trusts the one's root trusts the other's. */
    public static Chain sibling(Chain of, Recipe recipe) {
        try {
            return below(of.root(), new Issuer(ROOT, new KeyPair(of.root().getPublicKey(), of.rootKey())), recipe);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate was minted", e);
        }
    }

    private static Instant from() {
        return Instant.now().minus(400, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant until(Instant from) {
        return from.plus(800, ChronoUnit.DAYS);
    }

    private static Chain below(X509Certificate rootCertificate, Issuer root, Recipe recipe)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        Instant from = from();
        Issuer middle = new Issuer(INTERMEDIATE, keys("secp384r1"));
        KeyPair leaf = keys("secp256r1");
        X509Certificate middleCertificate =
                authority(new Wanted(INTERMEDIATE, middle.keys(), from, until(from)), root, recipe, true);
        X509Certificate leafCertificate =
                leaf(new Wanted(LEAF, leaf, recipe.leafFrom(), recipe.leafUntil()), middle, recipe);
        return new Chain(
                List.of(leafCertificate, middleCertificate, rootCertificate),
                leaf.getPrivate(),
                middle.keys().getPrivate(),
                root.keys().getPrivate());
    }

    /** New keys on the curve, P-256 for signing keys of the API. */
    static KeyPair keys(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java knows no curve " + curve, e);
        }
    }

    private static X509Certificate authority(Wanted wanted, Issuer issuer, Recipe recipe, boolean middle)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        X509v3CertificateBuilder builder = builder(wanted, issuer);
        builder.addExtension(
                Extension.basicConstraints, true, new BasicConstraints(!middle || recipe.intermediateSigns()));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        if (middle) {
            mark(builder, INTERMEDIATE_MARK, recipe.intermediateMark());
            responder(builder, recipe);
        }
        return signed(builder, issuer);
    }

    private static X509Certificate leaf(Wanted wanted, Issuer issuer, Recipe recipe)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        X509v3CertificateBuilder builder = builder(wanted, issuer);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        if (recipe.leafUse()) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        }
        mark(builder, LEAF_MARK, recipe.leafMark());
        responder(builder, recipe);
        return signed(builder, issuer);
    }

    private static X509v3CertificateBuilder builder(Wanted wanted, Issuer issuer) {
        return new JcaX509v3CertificateBuilder(
                issuer.name(),
                new BigInteger(64, RANDOM).add(BigInteger.ONE),
                Date.from(wanted.from()),
                Date.from(wanted.until()),
                wanted.name(),
                wanted.keys().getPublic());
    }

    private static void mark(X509v3CertificateBuilder builder, ASN1ObjectIdentifier id, Recipe.Mark mark)
            throws CertIOException {
        if (mark != Recipe.Mark.MISSING) {
            builder.addExtension(id, mark == Recipe.Mark.CRITICAL, DERNull.INSTANCE);
        }
    }

    private static void responder(X509v3CertificateBuilder builder, Recipe recipe) throws CertIOException {
        if (recipe.ocsp().isPresent()) {
            GeneralName where = new GeneralName(
                    GeneralName.uniformResourceIdentifier, recipe.ocsp().get());
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, where));
        }
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, Issuer issuer)
            throws GeneralSecurityException, OperatorCreationException {
        String algorithm = "SHA384withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm)
                        .build(issuer.keys().getPrivate())));
    }
}
