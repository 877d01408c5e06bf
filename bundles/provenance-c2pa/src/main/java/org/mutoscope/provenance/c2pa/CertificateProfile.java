package org.mutoscope.provenance.c2pa;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What C2PA asks of a certificate (2.2, section 14.5.1). */
final class CertificateProfile {
    /** Purposes of a certificate that signs claims: e-mail protection, document signing, claim signing. */
    static final Set<String> SIGNING = Set.of("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.62558.2.1");

    /** Purpose of a certificate that signs time-stamps; it may have no other. */
    static final Set<String> TIME_STAMPING = Set.of("1.3.6.1.5.5.7.3.8");

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
    private static final String AUTHORITY_KEY = "2.5.29.35";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int VERSION_3 = 3;

    private CertificateProfile() {}

    /** What is wrong with a leaf certificate for a use, each in words; empty if nothing is. */
    static List<String> faults(X509Certificate leaf, Set<String> purposes) {
        List<String> faults = new ArrayList<>();
        when(leaf.getVersion() != VERSION_3, faults, "it is not of version 3");
        when(leaf.getBasicConstraints() >= 0, faults, "it is one of an authority (CA)");
        boolean[] usage = leaf.getKeyUsage();
        when(usage == null || !usage[DIGITAL_SIGNATURE], faults, "its key usage lacks digitalSignature");
        when(
                SigningAlgorithm.of(leaf.getPublicKey()).isEmpty(),
                faults,
                "its key is of a kind or length that is not allowed");
        when(leaf.getIssuerUniqueID() != null || leaf.getSubjectUniqueID() != null, faults, "it carries unique ids");
        when(
                !leaf.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())
                        && leaf.getExtensionValue(AUTHORITY_KEY) == null,
                faults,
                "it lacks the authority key identifier");
        purposes(leaf, purposes, faults);
        return faults;
    }

    private static void purposes(X509Certificate leaf, Set<String> wanted, List<String> faults) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            if (purposes == null || purposes.isEmpty()) {
                faults.add("it has no extended key usage");
                return;
            }
            when(purposes.contains(ANY_PURPOSE), faults, "it may be used for anything (anyExtendedKeyUsage)");
            when(purposes.stream().noneMatch(wanted::contains), faults, "it has none of the purposes " + wanted);
            boolean stamps = TIME_STAMPING.stream().anyMatch(purposes::contains);
            when(
                    (stamps || purposes.contains(OCSP_SIGNING)) && purposes.size() > 1,
                    faults,
                    "it mixes time-stamping or OCSP signing with other purposes");
        } catch (CertificateParsingException e) {
            faults.add("its extended key usage cannot be read");
        }
    }

    private static void when(boolean fault, List<String> faults, String words) {
        if (fault) {
            faults.add(words);
        }
    }
}
