package org.mutoscope.paper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.UUID;

/** The key with which a server asks the paper App Store, new in each run, and the check of the tokens signed with it. */
public final class Credentials {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyPair keys = Mint.keys("secp256r1");
    private final String keyId = "PAPER" + UUID.randomUUID().toString().substring(0, 5);
    private final String issuerId = UUID.randomUUID().toString();
    private final String bundleId;

    /** @param bundleId the app's */
    public Credentials(String bundleId) {
        this.bundleId = bundleId;
    }

    /** Name of the key. */
    public String keyId() {
        return keyId;
    }

    /** Name of the key's owner. */
    public String issuerId() {
        return issuerId;
    }

    /** The private key, as App Store Connect hands it out. */
    public String keyPem() {
        return Chain.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** Whether Apple would take this {@code Authorization} header. */
    boolean good(String authorization, Clock clock) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return false;
        }
        String[] parts = authorization.substring("Bearer ".length()).split("\\.");
        try {
            return parts.length == 3 && signed(parts) && claims(parts, clock);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return false; // not even a token
        }
    }

    private boolean signed(String[] parts) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(keys.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    private boolean claims(String[] parts, Clock clock) throws IOException {
        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        long now = clock.instant().getEpochSecond();
        return header.path("alg").asText().equals("ES256")
                && header.path("kid").asText().equals(keyId)
                && claims.path("iss").asText().equals(issuerId)
                && claims.path("bid").asText().equals(bundleId)
                && claims.path("aud").asText().equals("appstoreconnect-v1")
                && claims.path("exp").asLong() > now
                && claims.path("exp").asLong() < now + 3700;
    }
}
