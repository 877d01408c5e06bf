package org.mutoscope.provenance.c2pa;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** Signature algorithms that C2PA allows (2.2, section 13.2), with their COSE numbers (RFC 9053, 8230). */
enum SigningAlgorithm {
    ES256(-7, "SHA256withECDSAinP1363Format"),
    ES384(-35, "SHA384withECDSAinP1363Format"),
    ES512(-36, "SHA512withECDSAinP1363Format"),
    ED25519(-8, "Ed25519"),
    PS256(-37, "SHA-256", MGF1ParameterSpec.SHA256, 32),
    PS384(-38, "SHA-384", MGF1ParameterSpec.SHA384, 48),
    PS512(-39, "SHA-512", MGF1ParameterSpec.SHA512, 64);

    private static final int SHORTEST_RSA = 2048;

    private final long cose;
    private final String jca;
    private final PSSParameterSpec pss;

    SigningAlgorithm(long cose, String jca) {
        this.cose = cose;
        this.jca = jca;
        pss = null;
    }

    SigningAlgorithm(long cose, String digest, MGF1ParameterSpec mask, int salt) {
        this.cose = cose;
        jca = "RSASSA-PSS";
        pss = new PSSParameterSpec(digest, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC);
    }

    /** Its number in COSE. */
    long cose() {
        return cose;
    }

    /** The algorithm of a COSE number. */
    static Optional<SigningAlgorithm> of(Object cose) {
        return Arrays.stream(values())
                .filter(each -> Long.valueOf(each.cose).equals(cose))
                .findFirst();
    }

    /** What we sign with under a key; nothing if C2PA does not allow the key. */
    static Optional<SigningAlgorithm> of(PublicKey key) {
        return Arrays.stream(values()).filter(each -> each.fits(key)).findFirst();
    }

    /** Whether a key is one for this algorithm. */
    boolean fits(PublicKey key) {
        if (key instanceof ECKey curve) {
            int bits = curve.getParams().getCurve().getField().getFieldSize();
            return bits == (this == ES256 ? 256 : this == ES384 ? 384 : this == ES512 ? 521 : -1);
        }
        if (key instanceof RSAKey rsa) {
            return pss != null && rsa.getModulus().bitLength() >= SHORTEST_RSA;
        }
        return this == ED25519
                && key instanceof EdECKey edwards
                && "Ed25519".equals(edwards.getParams().getName());
    }

    /** A signature object of this algorithm, not yet initialized. ECDSA signatures are {@code r || s}, as COSE wants them. */
    Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(jca);
        if (pss != null) {
            signature.setParameter(pss);
        }
        return signature;
    }
}
