package org.mutoscope.plugins;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * What the signature of a jar is worth by itself, before anybody asks who signed.
 *
 * @param fault what is wrong with it, as a sentence with what to do after its last semicolon; null if it is sound or if there is none
 * @param broken whether the content is not what was signed: no signature at all is no such fault, one that does not fit is
 * @param chain certificates of the one who signed, the signer's own first; empty if nobody did in a way that counts
 */
record Signature(String fault, boolean broken, List<X509Certificate> chain) {
    static final Signature NONE = new Signature("It is not signed; ask its maker for a signed jar.", false, List.of());

    /** Copies the list. */
    Signature {
        chain = List.copyOf(chain);
    }

    static Signature missing(String fault) {
        return new Signature(fault, false, List.of());
    }

    static Signature broken(String fault) {
        return new Signature(fault, true, List.of());
    }

    boolean signed() {
        return !chain.isEmpty();
    }

    /** Certificate of the signer; only of what is signed. */
    X509Certificate leaf() {
        return chain.get(0);
    }

    /** SHA-256 of the signer's certificate; null if nobody signed. */
    String signer() {
        return signed() ? fingerprint(leaf()) : null;
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every Java has SHA-256, and what was decoded can be encoded", e);
        }
    }

    /** Who that is, for a sentence: control characters of a name stay out of logs and terminals. */
    static String called(X500Principal name) {
        return name.getName().replaceAll("\\p{Cntrl}", "?");
    }
}
