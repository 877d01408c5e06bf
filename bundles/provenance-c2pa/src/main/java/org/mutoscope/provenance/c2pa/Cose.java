package org.mutoscope.provenance.c2pa;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signature of a claim: a tagged COSE_Sign1 (RFC 9052, section 4.2) with the payload left out (C2PA 2.2, section 13.2).
 *
 * @param algorithm how it was signed
 * @param guarded the protected header as encoded
 * @param chain certificate of the signer, then those above it
 * @param signature the signature itself
 * @param token DER of the time-stamp token, or null if there is none
 */
record Cose(SigningAlgorithm algorithm, byte[] guarded, List<X509Certificate> chain, byte[] signature, byte[] token) {
    private static final long TAG = 18;
    private static final long ALGORITHM = 1;
    private static final long CHAIN = 33;
    private static final int MOST_CERTIFICATES = 16;
    /** From here on the length of a byte string takes two bytes, up to 65,535: any length of padding can be met. */
    private static final int LEAST_PADDING = 256 + 3 + 4;

    /** Asks an authority for a time-stamp token over these bytes. */
    interface Stamping {
        /** DER of the token. @throws IOException if it cannot be had */
        byte[] stamp(byte[] bytes) throws IOException, InterruptedException;

        /** Bytes that a token takes at most. */
        int room();
    }

    private static byte[] covered(byte[] guarded, byte[] claim) {
        return Cbor.write(List.of("Signature1", guarded, new byte[0], claim));
    }

    /** What the time-stamp is for (section 13.2.5, {@code sigTst2}). */
    static byte[] stamped(byte[] guarded, byte[] signature) {
        return Cbor.write(List.of("CounterSignature", guarded, new byte[0], Cbor.write(signature)));
    }

    /** What a time-stamp of this signature is for. */
    byte[] stamped() {
        return stamped(guarded, signature);
    }

    private static byte[] guarded(Credential credential) throws GeneralSecurityException {
        List<Object> chain = new ArrayList<>();
        for (X509Certificate each : credential.chain()) {
            chain.add(each.getEncoded());
        }
        return Cbor.write(
                Map.of(ALGORITHM, credential.algorithm().cose(), CHAIN, chain.size() == 1 ? chain.get(0) : chain));
    }

    /**
     * Signs a claim into a fixed number of bytes.
     *
     * @param claim the claim as encoded
     * @param size what {@link #reserve} said
     */
    static byte[] sign(Credential credential, Stamping stamping, byte[] claim, int size)
            throws GeneralSecurityException, IOException, InterruptedException {
        byte[] guarded = guarded(credential);
        byte[] signature = credential.sign(covered(guarded, claim));
        Map<String, Object> open = new HashMap<>();
        if (stamping != null) {
            byte[] token = stamping.stamp(stamped(guarded, signature));
            open.put("sigTst2", Map.of("tstTokens", List.of(Map.of("val", token))));
        }
        int padding = size - encoded(guarded, open, signature).length;
        if (padding < LEAST_PADDING) {
            throw Malformed.box("the time-stamp is larger than the room that is kept for it");
        }
        open.put("pad", new byte[padding - 3 - 4]);
        return encoded(guarded, open, signature);
    }

    /** Bytes of a signature under a credential, with room for a time-stamp if one is asked for. */
    static int reserve(Credential credential, Stamping stamping) throws GeneralSecurityException {
        int stamp = stamping == null ? 0 : stamping.room();
        byte[] signature = credential.sign(new byte[0]);
        return encoded(guarded(credential), Map.of(), signature).length + stamp + 2 * LEAST_PADDING;
    }

    private static byte[] encoded(byte[] guarded, Map<String, Object> open, byte[] signature) {
        List<Object> parts = new ArrayList<>();
        parts.add(guarded);
        parts.add(open);
        parts.add(null);
        parts.add(signature);
        return Cbor.write(new Cbor.Tagged(TAG, parts));
    }

    /** Reads a signature that a stranger wrote. @throws Malformed with the code {@code claimSignature.missing} or a narrower one */
    static Cose read(byte[] bytes) throws Malformed {
        if (!(CborReader.read(bytes) instanceof Cbor.Tagged tagged)
                || tagged.tag() != TAG
                || !(tagged.value() instanceof List<?> parts)
                || parts.size() != 4
                || !(parts.get(0) instanceof byte[] guarded)
                || !(parts.get(1) instanceof Map<?, ?> open)
                || !(parts.get(3) instanceof byte[] signature)) {
            throw new Malformed("claimSignature.missing", "the signature is no tagged COSE_Sign1");
        }
        if (parts.get(2) != null) {
            throw new Malformed("claimSignature.missing", "the signature carries a payload of its own");
        }
        Map<?, ?> header = CborReader.map(guarded);
        SigningAlgorithm algorithm = SigningAlgorithm.of(header.get(ALGORITHM))
                .orElseThrow(() -> new Malformed("algorithm.unsupported", "the signature's algorithm is not allowed"));
        return new Cose(algorithm, guarded, certificates(header, open), signature, token(open));
    }

    private static List<X509Certificate> certificates(Map<?, ?> header, Map<?, ?> open) throws Malformed {
        Object inside = header.containsKey(CHAIN) ? header.get(CHAIN) : header.get("x5chain");
        Object outside = open.containsKey(CHAIN) ? open.get(CHAIN) : open.get("x5chain");
        if (inside != null && outside != null) {
            throw credential("the certificates stand both in the protected and in the open header");
        }
        Object chain = inside != null ? inside : outside;
        List<?> listed = chain instanceof List<?> list ? list : chain instanceof byte[] ? List.of(chain) : List.of();
        if (listed.isEmpty() || listed.size() > MOST_CERTIFICATES) {
            throw credential("the signature carries " + listed.size() + " certificates");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object each : listed) {
            certificates.add(certificate(each));
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate certificate(Object der) throws Malformed {
        if (!(der instanceof byte[] bytes)) {
            throw credential("a certificate is no byte string");
        }
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw credential("a certificate cannot be read");
        }
    }

    private static Malformed credential(String message) {
        return new Malformed("signingCredential.invalid", message);
    }

    private static byte[] token(Map<?, ?> open) throws Malformed {
        if (!(open.get("sigTst2") instanceof Map<?, ?> stamps)) {
            return null;
        }
        if (stamps.get("tstTokens") instanceof List<?> tokens
                && tokens.size() == 1
                && tokens.get(0) instanceof Map<?, ?> entry
                && entry.get("val") instanceof byte[] token) {
            return token;
        }
        throw new Malformed(
                "timeStamp.malformed", "the signature holds no time-stamp where one is announced, or several");
    }

    /** Whether the signature is one over this claim by the key of its certificate. */
    boolean covers(byte[] claim) {
        if (!algorithm.fits(chain.get(0).getPublicKey())) {
            return false;
        }
        try {
            Signature check = algorithm.signature();
            check.initVerify(chain.get(0).getPublicKey());
            check.update(covered(guarded, claim));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
