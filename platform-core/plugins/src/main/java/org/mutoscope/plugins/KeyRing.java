package org.mutoscope.plugins;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom the operator trusts: certificates in {@code conf/keys/*.pem}, of makers or of those who vouch for makers. Read anew each time, so a file that is put
 * there or taken away counts at once. Only files say it: whoever may use the admin API still cannot add one. Safe for use by several threads.
 */
final class KeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3"; // RFC 5280, 4.2.1.12
    private static final String ANY_USE = "2.5.29.37.0";

    private final Path folder;

    KeyRing(Path folder) {
        this.folder = folder;
    }

    /** Certificates there are, each with the name of its file. */
    Map<X509Certificate, String> certificates() {
        Map<X509Certificate, String> all = new HashMap<>();
        for (Path file : files()) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                Collection<? extends Certificate> found =
                        CertificateFactory.getInstance("X.509").generateCertificates(in);
                if (found.isEmpty()) {
                    LOG.warn("{} holds no certificate and is passed over", file);
                }
                found.forEach(one -> all.put((X509Certificate) one, String.valueOf(file.getFileName())));
            } catch (IOException | CertificateException e) {
                LOG.warn("{} is no certificate in PEM form and is passed over: {}", file, e.getMessage());
            }
        }
        return all;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.pem")) {
            found.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("{} cannot be listed, so nobody is trusted: {}", folder, e.getMessage());
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /**
     * Who answers for a signer.
     *
     * @param when at which all but the certificate in the key ring must be valid
     * @return name of the file in the key ring; null if nobody there does
     */
    String trusts(List<X509Certificate> chain, Instant when) {
        Map<X509Certificate, String> known = certificates();
        X509Certificate leaf = chain.get(0);
        if (known.containsKey(leaf)) {
            return known.get(leaf);
        }
        return known.isEmpty() || !maySignCode(leaf) ? null : issued(chain, known, when);
    }

    /** One who was vouched for as a web server has not been vouched for as a maker of software. */
    private static boolean maySignCode(X509Certificate leaf) {
        try {
            List<String> uses = leaf.getExtendedKeyUsage();
            return uses == null || uses.contains(CODE_SIGNING) || uses.contains(ANY_USE);
        } catch (CertificateException e) {
            return false;
        }
    }

    private static String issued(List<X509Certificate> chain, Map<X509Certificate, String> known, Instant when) {
        List<X509Certificate> path = new ArrayList<>();
        for (X509Certificate one : chain) {
            if (known.containsKey(one)) {
                break; // from here on the key ring itself answers
            }
            path.add(one);
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        known.keySet().stream()
                .filter(one -> one.getBasicConstraints() >= 0)
                .forEach(one -> anchors.add(new TrustAnchor(one, null)));
        if (anchors.isEmpty()) {
            return null;
        }
        try {
            PKIXParameters how = new PKIXParameters(anchors);
            how.setRevocationEnabled(false); // a maker who is no longer trusted is taken out of the key ring
            how.setDate(Date.from(when));
            var result = (java.security.cert.PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), how);
            return known.get(result.getTrustAnchor().getTrustedCert());
        } catch (CertPathValidatorException e) {
            LOG.debug("nobody in the key ring answers for {}", chain.get(0).getSubjectX500Principal(), e);
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has X.509 and PKIX", e);
        }
    }
}
