package org.mutoscope.revenue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Imports;

/** Whether a file is from who it says: HMAC-SHA256 with a shared secret, or Ed25519 with the source's public key (RFC 8032). */
final class ImportSignature {
    /** What a source's name is made of; it is part of the name of an account in the books. */
    static final String SOURCE = "[a-z0-9][a-z0-9-]{0,16}";

    private static final String HMAC = "hmac-sha256=";
    private static final String ED25519 = "ed25519=";
    private static final int LEAST_SECRET = 16;

    private ImportSignature() {}

    /**
     * Checks a file against the keys of the configuration, {@code source=hmac:SECRET} or {@code source=ed25519:BASE64} each. A source may have two while one
     * takes the place of the other.
     *
     * @throws Problem {@code import_unsigned}; it does not say whether the source or the signature is wrong to whoever has neither
     */
    static void require(String[] keys, Imports.File file) {
        boolean good = false;
        for (String key : keys) {
            Optional<Key> read = Key.of(key.strip());
            good |= read.isPresent() && read.get().source().equals(file.source()) && fits(read.get(), file);
        }
        if (!good) {
            throw new Problem(
                    Code.IMPORT_UNSIGNED,
                    "The file is not signed by a source that this installation knows. The signature is over its bytes, as hmac-sha256=HEX or"
                            + " ed25519=BASE64; keys stand in imports.keys of org.mutoscope.revenue.periods.cfg.");
        }
    }

    private static boolean fits(Key key, Imports.File file) {
        String given = file.signature() == null ? "" : file.signature().strip();
        try {
            if (key.secret() && given.startsWith(HMAC)) {
                return MessageDigest.isEqual(
                        hmac(key.value(), file.bytes()).getBytes(StandardCharsets.UTF_8),
                        given.substring(HMAC.length()).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            }
            return !key.secret() && given.startsWith(ED25519) && ed25519(key.value(), file, given);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // A key or a signature that makes no sense signs nothing; which of the two, nobody outside is told.
            return false;
        }
    }

    /** As the source makes it, in hexadecimal. */
    static String hmac(String secret, byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(bytes));
    }

    private static boolean ed25519(String value, Imports.File file, String given) throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(value)));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(file.bytes());
        return signature.verify(Base64.getDecoder().decode(given.substring(ED25519.length())));
    }

    /** A key. @param secret whether it is shared */
    record Key(String source, boolean secret, String value) {
        /** Empty if it cannot be one; short secrets are none, since they can be guessed. */
        static Optional<Key> of(String line) {
            int equals = line.indexOf('=');
            if (equals < 1 || !line.substring(0, equals).matches(SOURCE)) {
                return Optional.empty();
            }
            String source = line.substring(0, equals);
            String rest = line.substring(equals + 1);
            if (rest.startsWith("hmac:") && rest.length() >= "hmac:".length() + LEAST_SECRET) {
                return Optional.of(new Key(source, true, rest.substring("hmac:".length())));
            }
            return rest.startsWith("ed25519:")
                    ? Optional.of(new Key(source, false, rest.substring("ed25519:".length())))
                    : Optional.empty();
        }
    }
}
