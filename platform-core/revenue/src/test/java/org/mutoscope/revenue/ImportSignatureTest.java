package org.mutoscope.revenue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.core.problem.Code;
import org.mutoscope.core.problem.Problem;
import org.mutoscope.core.revenue.Imports;

/** Who may send income. */
class ImportSignatureTest {
    private static final String SECRET = "sixteen-letters-";
    private static final byte[] BYTES = "period,source\n".getBytes(StandardCharsets.UTF_8);
    private static final String[] KEYS = {"paper=hmac:" + SECRET, "other=hmac:another-secret-of-theirs"};

    @Test
    void aSharedSecret() throws Exception {
        String signature = "hmac-sha256=" + ImportSignature.hmac(SECRET, BYTES);
        assertDoesNotThrow(() -> ImportSignature.require(KEYS, file("paper", signature)));
        refused(KEYS, file("other", signature));
        refused(KEYS, file("nobody", signature));
        refused(new String[0], file("paper", signature));
    }

    /** RFC 4231, test case 2. */
    @Test
    void theHmacIsThatOfTheRfc() throws Exception {
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                ImportSignature.hmac("Jefe", "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hmac-sha256=", "hmac-sha256=00", "ed25519=", "ed25519=!!", "sha1=00", "  "})
    void whatIsNoSignatureIsRefused(String signature) {
        refused(KEYS, file("paper", signature));
        refused(KEYS, new Imports.File("paper", false, BYTES, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "paper",
                "=hmac:sixteen-letters-",
                "paper=hmac:short",
                "Paper=hmac:sixteen-letters-",
                "paper=ed25519:no"
            })
    void aKeyThatIsNoneOpensNothing(String key) throws Exception {
        refused(new String[] {key}, file("paper", "hmac-sha256=" + ImportSignature.hmac("short", BYTES)));
        refused(new String[] {key}, file("paper", "ed25519=AAAA"));
    }

    @Test
    void aPublicKeyAndTwoWhileOneReplacesTheOther() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(BYTES);
        String signature = "ed25519=" + Base64.getEncoder().encodeToString(signer.sign());
        String key = "paper=ed25519:"
                + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        assertDoesNotThrow(() -> ImportSignature.require(new String[] {KEYS[0], key}, file("paper", signature)));
        byte[] other = BYTES.clone();
        other[0]++;
        refused(new String[] {key}, new Imports.File("paper", false, other, signature));
    }

    private static Imports.File file(String source, String signature) {
        return new Imports.File(source, false, BYTES, signature);
    }

    private static void refused(String[] keys, Imports.File file) {
        Problem problem = assertThrows(Problem.class, () -> ImportSignature.require(keys, file));
        assertEquals(Code.IMPORT_UNSIGNED, problem.code());
    }
}
