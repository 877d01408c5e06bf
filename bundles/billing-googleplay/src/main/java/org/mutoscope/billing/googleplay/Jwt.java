package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON Web Token (RFC 7519) signed with RS256, and with nothing else.
 *
 * @param keyId which key signed it
 * @param claims what it says, to be believed only if {@link #signedWith}
 */
record Jwt(String keyId, JsonNode claims, byte[] signed, byte[] signature) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 16_384;

    static String sign(Map<String, Object> claims, PrivateKey key) {
        try {
            String text = part(JSON.writeValueAsBytes(Map.of("alg", "RS256", "typ", "JWT")))
                    + "."
                    + part(JSON.writeValueAsBytes(claims));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + part(signature.sign());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the service account's key cannot sign: " + e.getClass().getSimpleName());
        }
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @return empty if it is no such token, or says that it is signed in another way */
    static Optional<Jwt> read(String text) {
        String[] parts = text.split("\\.", -1);
        if (text.length() > MOST || parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            boolean sound = header != null
                    && claims != null
                    && claims.isObject()
                    && header.path("alg").asText().equals("RS256")
                    && header.path("kid").isTextual();
            byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
            return sound
                    ? Optional.of(new Jwt(header.path("kid").asText(), claims, signed, signature))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean signedWith(PublicKey key) {
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not even of the length of a signature
        }
    }
}
