package org.mutoscope.provenance.c2pa;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * A time-stamping authority elsewhere, asked over HTTP (RFC 3161, section 3.4). It gets a digest, nothing of the clip. Safe for several
 * threads.
 */
final class RemoteStamping implements Cose.Stamping {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Tokens of public authorities carry their chain: 4 to 7 kB are usual. */
    private static final int ROOM = 12 << 10;

    private static final int NONCE_BITS = 64;
    private static final int GOOD = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final URI authority;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    RemoteStamping(URI authority) {
        this.authority = authority;
    }

    @Override
    public int room() {
        return ROOM;
    }

    @Override
    public byte[] stamp(byte[] bytes) throws IOException, InterruptedException {
        try {
            TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
            asking.setCertReq(true);
            TimeStampRequest request = asking.generate(
                    NISTObjectIdentifiers.id_sha256,
                    MessageDigest.getInstance("SHA-256").digest(bytes),
                    new BigInteger(NONCE_BITS, RANDOM));
            TimeStampResponse response = read(ask(request.getEncoded()));
            response.validate(request);
            if (response.getTimeStampToken() == null) {
                throw new IOException("the time-stamping authority refused: " + response.getStatusString());
            }
            byte[] token = response.getTimeStampToken().getEncoded();
            TimeStamp.check(token, bytes);
            return token;
        } catch (TSPException | NoSuchAlgorithmException e) {
            throw new IOException("the time-stamping authority's answer is none: " + e.getMessage(), e);
        }
    }

    /** The library meets what is no ASN.1 with exceptions of any kind. */
    private static TimeStampResponse read(byte[] answer) throws IOException, TSPException {
        try {
            return new TimeStampResponse(answer);
        } catch (RuntimeException e) {
            throw new IOException("the time-stamping authority's answer is none", e);
        }
    }

    private byte[] ask(byte[] request) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(authority)
                .timeout(PATIENCE)
                .header("Content-Type", "application/timestamp-query")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        HttpResponse<InputStream> response = client.send(post, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != GOOD) {
                throw new IOException("the time-stamping authority answered with status " + response.statusCode());
            }
            byte[] answer = body.readNBytes(ROOM + 1);
            if (answer.length > ROOM) {
                throw new IOException("the time-stamping authority's answer is larger than " + ROOM + " bytes");
            }
            return answer;
        }
    }
}
