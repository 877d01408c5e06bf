package org.mutoscope.provenance.c2pa;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom a check trusts.
 *
 * @param anchors roots
 */
record Trust(List<X509Certificate> anchors) {
    /** Copies the list. */
    Trust {
        anchors = List.copyOf(anchors);
    }

    /**
     * Whether a chain leads to an anchor at a point in time. Revocation is not asked: that would tell others what is checked.
     *
     * @param chain leaf first; may end with the anchor itself
     */
    boolean trusts(List<X509Certificate> chain, Instant at) {
        if (anchors.isEmpty() || chain.isEmpty()) {
            return false;
        }
        if (anchors.contains(chain.get(0))) {
            return true;
        }
        Set<TrustAnchor> roots =
                anchors.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        List<X509Certificate> path =
                chain.stream().filter(each -> !anchors.contains(each)).toList();
        try {
            PKIXParameters parameters = new PKIXParameters(roots);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
