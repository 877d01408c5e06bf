package org.mutoscope.provenance.c2pa;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that our own authority does not make: other keys, and such as the profile forbids. */
final class OtherKeys {
    static final String EMAIL = "1.3.6.1.5.5.7.3.4";

    private OtherKeys() {}

    static Credential credential(Authority authority, String kind, String size) throws Exception {
        KeyPair pair = pair(kind, size);
        X509Certificate leaf = leaf(authority, pair, false, true, List.of(EMAIL));
        return new Credential(SigningAlgorithm.of(leaf.getPublicKey()).orElseThrow(), pair.getPrivate(), List.of(leaf));
    }

    static KeyPair pair(String kind, String size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(size));
        } else if (size != null) {
            generator.initialize(Integer.parseInt(size));
        }
        return generator.generateKeyPair();
    }

    static X509Certificate leaf(Authority authority, KeyPair pair, boolean above, boolean signs, List<String> purposes)
            throws Exception {
        Instant now = Samples.NOW;
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                authority.root().getSubjectX500Principal(),
                BigInteger.TWO,
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(90))),
                new X500Principal("CN=Someone"),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(above));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(signs ? KeyUsage.digitalSignature : KeyUsage.keyEncipherment));
        if (!purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(purposes.stream()
                            .map(each -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(each)))
                            .toArray(KeyPurposeId[]::new)));
        }
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(authority.root().getPublicKey()));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.key())));
    }
}
