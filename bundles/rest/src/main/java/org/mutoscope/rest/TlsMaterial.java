package org.mutoscope.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A certificate, those who vouch for it, and its key; known to belong together and to be valid when they were read. */
record TlsMaterial(PrivateKey key, List<X509Certificate> chain) {
    private static final int LEAST_RSA_BITS = 2048;

    /** Protects nothing: the store with it never leaves the memory. */
    static final String PASSWORD = "in memory";

    /** @throws TlsProblem saying what is wrong with the files */
    static TlsMaterial read(TlsFiles files, Instant now) throws TlsProblem {
        byte[] first = files.first();
        TlsMaterial read = Pem.is(first)
                ? new TlsMaterial(
                        Pem.key(files.second(), files.keyFile(), files.password()),
                        Pem.certificates(first, files.certificate()))
                : pkcs12(first, files);
        read.check(files, now);
        return read;
    }

    private static TlsMaterial pkcs12(byte[] file, TlsFiles files) throws TlsProblem {
        String where = files.certificate();
        if (!files.key().isEmpty()) {
            throw new TlsProblem(where + " is no PEM file; a PKCS#12 file holds its key itself, so leave tls.key out");
        }
        char[] password = files.password().toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    Certificate[] chain = store.getCertificateChain(alias);
                    return new TlsMaterial(
                            key,
                            Arrays.stream(chain)
                                    .map(X509Certificate.class::cast)
                                    .toList());
                }
            }
            throw new TlsProblem(where + " holds no private key");
        } catch (IOException e) {
            throw new TlsProblem(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? where + ": tls.password does not open it"
                            : where + " is neither PEM nor PKCS#12, or it is damaged",
                    e);
        } catch (GeneralSecurityException e) {
            throw new TlsProblem(where + ": tls.password does not open its key", e);
        }
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    private void check(TlsFiles files, Instant now) throws TlsProblem {
        if (now.isAfter(leaf().getNotAfter().toInstant())) {
            throw new TlsProblem(files.certificate() + ": the certificate ended at "
                    + leaf().getNotAfter().toInstant() + "; renew it");
        }
        if (now.isBefore(leaf().getNotBefore().toInstant())) {
            throw new TlsProblem(files.certificate() + ": the certificate begins only at "
                    + leaf().getNotBefore().toInstant() + "; look at the clock of this machine");
        }
        if (leaf().getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new TlsProblem(files.certificate() + ": its key has "
                    + rsa.getModulus().bitLength() + " bits; clients refuse fewer than " + LEAST_RSA_BITS);
        }
        if (!belongs()) {
            throw new TlsProblem(files.keyFile() + " is not the key of the certificate in " + files.certificate()
                    + "; the certificate itself stands first in its file, those who vouch for it follow");
        }
    }

    /** Whether the certificate confirms what the key signs. */
    private boolean belongs() {
        try {
            String kind = key.getAlgorithm();
            Signature signature = Signature.getInstance(
                    kind.equals("RSA") ? "SHA256withRSA" : kind.equals("EC") ? "SHA256withECDSA" : kind);
            byte[] words = {1, 2, 3};
            signature.initSign(key);
            signature.update(words);
            byte[] signed = signature.sign();
            PublicKey claimed = leaf().getPublicKey();
            signature.initVerify(claimed);
            signature.update(words);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** As the web server wants it. */
    KeyStore store() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("mutoscope", key, PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java runtime keeps keys as PKCS#12", e);
        }
    }

    /** Not the key. */
    @Override
    public String toString() {
        return leaf().getSubjectX500Principal() + ", until "
                + leaf().getNotAfter().toInstant();
    }
}
