package org.mutoscope.paper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;

/** Signs any payload as the App Store does, or in the ways it never would. Safe for use by several threads. */
public final class Jws {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Jws() {}

    /** A payload signed with a chain, as the App Store signs: ES256, three certificates in the header. */
    public static String signed(Chain chain, Map<String, ?> payload) {
        return signed(Map.of("alg", "ES256", "x5c", chain.x5c()), json(payload), chain.leafKey());
    }

    /**
     * Signed with ES256 whatever the header says.
     *
     * @param header any header
     * @param payload any text
     */
    public static String signed(Map<String, ?> header, String payload, PrivateKey key) {
        String content = unsigned(header, payload);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("nothing was signed", e);
        }
    }

    /** Header and payload without the signature and its dot. */
    public static String unsigned(Map<String, ?> header, String payload) {
        return base64(json(header).getBytes(StandardCharsets.UTF_8)) + "."
                + base64(payload.getBytes(StandardCharsets.UTF_8));
    }

    /** Base 64 for addresses, without padding. */
    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A value as JSON. */
    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written as JSON", e);
        }
    }
}
