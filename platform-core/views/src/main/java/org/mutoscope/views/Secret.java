package org.mutoscope.views;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret of this installation; what is made with it is HMAC-SHA256 over a purpose and a text. */
record Secret(String hex) {
    private static final String ALGORITHM = "HmacSHA256";

    /** @return 32 bytes */
    byte[] mac(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(hex), ALGORITHM));
            return mac.doFinal((purpose + '\n' + text).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first of them. @return 32 hexadecimal digits, 128 bits */
    String hash(String purpose, String text) {
        return HexFormat.of().formatHex(mac(purpose, text), 0, 16);
    }

    /** Never shows itself. */
    @Override
    public String toString() {
        return "a secret";
    }
}
