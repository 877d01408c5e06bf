package org.mutoscope.rest;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates and keys as text: blocks between BEGIN and END, as ACME clients and openssl write them. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519", "Ed448");

    private record Block(String name, byte[] content) {}

    private Pem() {}

    static boolean is(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
    }

    /** The certificate first, then those who vouch for it. */
    static List<X509Certificate> certificates(byte[] file, String where) throws TlsProblem {
        List<X509Certificate> chain = new ArrayList<>();
        for (Block block : blocks(file, where)) {
            if (block.name.equals("CERTIFICATE")) {
                try {
                    chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.content)));
                } catch (CertificateException e) {
                    throw new TlsProblem(where + ": certificate " + (chain.size() + 1) + " cannot be read", e);
                }
            }
        }
        if (chain.isEmpty()) {
            throw new TlsProblem(where + " holds no certificate (no block BEGIN CERTIFICATE)");
        }
        return chain;
    }

    static PrivateKey key(byte[] file, String where, String password) throws TlsProblem {
        for (Block block : blocks(file, where)) {
            switch (block.name) {
                case "PRIVATE KEY":
                    return key(new PKCS8EncodedKeySpec(block.content), where);
                case "ENCRYPTED PRIVATE KEY":
                    return key(opened(block.content, where, password), where);
                case "RSA PRIVATE KEY", "EC PRIVATE KEY":
                    throw new TlsProblem(where + " holds a key in the old form " + block.name
                            + "; convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
                default: // a certificate, parameters
            }
        }
        throw new TlsProblem(where + " holds no private key (no block BEGIN PRIVATE KEY)");
    }

    private static PKCS8EncodedKeySpec opened(byte[] content, String where, String password) throws TlsProblem {
        if (password.isEmpty()) {
            throw new TlsProblem(where + ": the key is encrypted; set tls.password");
        }
        try {
            EncryptedPrivateKeyInfo sealed = new EncryptedPrivateKeyInfo(content);
            // PBES2 tells its real name in its parameters alone.
            String algorithm = sealed.getAlgParameters() == null
                    ? sealed.getAlgName()
                    : sealed.getAlgParameters().toString();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
                    sealed.getAlgParameters());
            return sealed.getKeySpec(cipher);
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new TlsProblem(where + ": tls.password does not open the key", e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec content, String where) throws TlsProblem {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(content);
            } catch (GeneralSecurityException e) {
                // another kind, then
            }
        }
        throw new TlsProblem(where + ": the key is damaged, or of none of the kinds " + String.join(", ", KINDS));
    }

    private static List<Block> blocks(byte[] file, String where) throws TlsProblem {
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            try {
                blocks.add(new Block(found.group(1), Base64.getMimeDecoder().decode(found.group(2))));
            } catch (IllegalArgumentException e) {
                throw new TlsProblem(where + ": the block " + found.group(1) + " is damaged", e);
            }
        }
        return blocks;
    }
}
