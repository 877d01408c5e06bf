package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/**
 * A time-stamp (RFC 3161) whose own signature holds.
 *
 * @param time when it was given
 * @param chain certificate of the authority, then the others of the token
 */
record TimeStamp(Instant time, List<X509Certificate> chain) {
    /**
     * Reads a token and checks that it is for these bytes and that its signature holds. Whether its authority is trusted is another
     * question.
     *
     * @throws Malformed with the code {@code timeStamp.mismatch} or {@code timeStamp.malformed}
     */
    static TimeStamp check(byte[] der, byte[] bytes) throws Malformed {
        try {
            TimeStampToken token = new TimeStampToken(new org.bouncycastle.cms.CMSSignedData(der));
            String digest = token.getTimeStampInfo().getMessageImprintAlgOID().getId();
            if (!MessageDigest.isEqual(
                    MessageDigest.getInstance(digest).digest(bytes),
                    token.getTimeStampInfo().getMessageImprintDigest())) {
                throw new Malformed("timeStamp.mismatch", "the time-stamp is for something else");
            }
            Store<X509CertificateHolder> certificates = token.getCertificates();
            List<X509CertificateHolder> signers = certificates.getMatches(null).stream()
                    .filter(token.getSID()::match)
                    .toList();
            if (signers.size() != 1) {
                throw new Malformed(
                        "timeStamp.malformed", "the time-stamp does not carry the certificate of its authority");
            }
            X509CertificateHolder signer = signers.get(0);
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(certificate(signer));
            for (X509CertificateHolder other : certificates.getMatches(null)) {
                if (!other.equals(signer)) {
                    chain.add(certificate(other));
                }
            }
            return new TimeStamp(token.getTimeStampInfo().getGenTime().toInstant(), List.copyOf(chain));
        } catch (CMSException
                | TSPException
                | OperatorCreationException
                | GeneralSecurityException
                | IOException
                | RuntimeException e) {
            throw e instanceof Malformed known
                    ? known
                    : new Malformed(
                            "timeStamp.malformed", "the time-stamp cannot be read or its signature does not hold");
        }
    }

    private static X509Certificate certificate(X509CertificateHolder holder)
            throws IOException, GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(holder.getEncoded()));
    }
}
