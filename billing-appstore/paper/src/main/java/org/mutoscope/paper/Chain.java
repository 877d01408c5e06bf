package org.mutoscope.paper;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A minted chain of certificates and the keys below it.
 *
 * @param certificates leaf, intermediate, root
 * @param leafKey signs payloads
 * @param intermediateKey signs what OCSP says of the leaf
 * @param rootKey signs what OCSP says of the intermediate
 */
public record Chain(
        List<X509Certificate> certificates, PrivateKey leafKey, PrivateKey intermediateKey, PrivateKey rootKey) {
    /** Copies the list. */
    public Chain {
        certificates = List.copyOf(certificates);
    }

    /** Signs payloads. */
    public X509Certificate leaf() {
        return certificates.get(0);
    }

    /** Signed the leaf. */
    public X509Certificate intermediate() {
        return certificates.get(1);
    }

    /** Signed the intermediate and itself; what a test trusts. */
    public X509Certificate root() {
        return certificates.get(2);
    }

    /** The certificates as the header {@code x5c} carries them. */
    public List<String> x5c() {
        return certificates.stream().map(Chain::base64).toList();
    }

    /** The root as a PEM file. */
    public String rootPem() {
        return pem("CERTIFICATE", bytes(root()));
    }

    /** @param certificate to be written in one line */
    public static String base64(X509Certificate certificate) {
        return Base64.getEncoder().encodeToString(bytes(certificate));
    }

    static String pem(String what, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }

    private static byte[] bytes(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
