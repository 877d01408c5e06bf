package org.mutoscope.paper;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An OCSP responder for minted chains: good, revoked, or down. Safe for use by several threads. */
public final class Ocsp implements HttpHandler {
    /** Path under which it is served. */
    public static final String PATH = "/ocsp";

    private record Signer(X500Name name, PrivateKey key) {}

    private final Map<BigInteger, Signer> issuers = new ConcurrentHashMap<>();
    private final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean down;

    /** From now on it can answer for this chain. */
    public void knows(Chain chain) {
        issuers.put(chain.leaf().getSerialNumber(), new Signer(name(chain.intermediate()), chain.intermediateKey()));
        issuers.put(chain.intermediate().getSerialNumber(), new Signer(name(chain.root()), chain.rootKey()));
    }

    private static X500Name name(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /** From now on the certificate is revoked. */
    public void revoke(X509Certificate certificate) {
        revoked.add(certificate.getSerialNumber());
    }

    /** @param now whether it answers 503 to everything */
    public void down(boolean now) {
        down = now;
    }

    /** How many requests came, answered or not. */
    public int requests() {
        return requests.get();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            if (down) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] answer = answer(new OCSPReq(request(exchange)));
            exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (OCSPException | OperatorCreationException e) {
            throw new IOException("no OCSP answer", e);
        }
    }

    /** Small requests come as GET with the request in the path (RFC 6960, appendix A.1). */
    private static byte[] request(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            return exchange.getRequestBody().readAllBytes();
        }
        String path = exchange.getRequestURI().getRawPath();
        String last = path.substring(PATH.length() + 1);
        return Base64.getMimeDecoder().decode(URLDecoder.decode(last, StandardCharsets.UTF_8));
    }

    private byte[] answer(OCSPReq request) throws OCSPException, OperatorCreationException, IOException {
        CertificateID id = request.getRequestList()[0].getCertID();
        Signer issuer = issuers.get(id.getSerialNumber());
        if (issuer == null) {
            return new OCSPRespBuilder()
                    .build(OCSPRespBuilder.UNAUTHORIZED, null)
                    .getEncoded();
        }
        Instant now = Instant.now();
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(issuer.name()));
        CertificateStatus status = revoked.contains(id.getSerialNumber())
                ? new RevokedStatus(Date.from(now.minus(1, ChronoUnit.HOURS)), 1)
                : CertificateStatus.GOOD;
        builder.addResponse(id, status, Date.from(now), Date.from(now.plus(1, ChronoUnit.HOURS)));
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                new JcaContentSignerBuilder("SHA384withECDSA").build(issuer.key()),
                                new X509CertificateHolder[0],
                                Date.from(now)))
                .getEncoded();
    }
}
