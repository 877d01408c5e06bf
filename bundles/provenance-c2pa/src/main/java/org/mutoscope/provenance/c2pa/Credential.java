package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;

/**
 * What a claim is signed with. Immutable, safe for several threads.
 *
 * @param algorithm chosen by the key
 * @param key the private key
 * @param chain its certificate, then those above it, without the root
 */
record Credential(SigningAlgorithm algorithm, PrivateKey key, List<X509Certificate> chain) {
    /** Copies the chain. */
    Credential {
        chain = List.copyOf(chain);
    }

    /**
     * The only key of a PKCS#12 file.
     *
     * @throws IOException if the file cannot be read, the password is wrong, or it does not hold exactly one key
     * @throws GeneralSecurityException if C2PA does not allow the key or its certificate
     */
    static Credential read(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        List<String> keys = new ArrayList<>();
        for (Enumeration<String> names = store.aliases(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            if (store.isKeyEntry(name)) {
                keys.add(name);
            }
        }
        if (keys.size() != 1) {
            throw new IOException(file + " holds " + keys.size() + " private keys instead of one");
        }
        return of((PrivateKey) store.getKey(keys.get(0), password), store.getCertificateChain(keys.get(0)));
    }

    private static Credential of(PrivateKey key, Certificate[] certificates) throws GeneralSecurityException {
        List<X509Certificate> chain = Arrays.stream(certificates)
                .map(X509Certificate.class::cast)
                .filter(each -> certificates.length == 1 || !selfIssued(each))
                .toList();
        X509Certificate leaf = chain.get(0);
        List<String> faults = CertificateProfile.faults(leaf, CertificateProfile.SIGNING);
        if (!faults.isEmpty()) {
            throw new GeneralSecurityException("the certificate of " + leaf.getSubjectX500Principal()
                    + " cannot sign Content Credentials: " + String.join("; ", faults));
        }
        SigningAlgorithm algorithm = SigningAlgorithm.of(leaf.getPublicKey())
                .orElseThrow(() -> new GeneralSecurityException("the key is of a kind that C2PA does not allow"));
        return new Credential(algorithm, key, chain);
    }

    private static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** Signs bytes. */
    byte[] sign(byte[] bytes) throws GeneralSecurityException {
        Signature signature = algorithm.signature();
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }
}
