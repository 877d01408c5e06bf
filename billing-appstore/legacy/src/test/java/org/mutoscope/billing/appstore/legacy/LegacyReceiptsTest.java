package org.mutoscope.billing.appstore.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mutoscope.paper.OldReceipts;

class LegacyReceiptsTest {
    private final LegacyReceipts receipts = new LegacyReceipts();

    @Test
    void anAppReceiptNamesATransaction() {
        assertEquals("2000000123456789", receipts.apply(OldReceipts.ofApp(List.of("2000000123456789"))));
        String lines = OldReceipts.ofApp(List.of("7")).replaceAll("(.{76})", "$1\r\n");
        assertEquals("7", receipts.apply(lines));
        assertNull(receipts.apply(OldReceipts.ofApp(List.of())));
    }

    @Test
    void aTransactionReceiptNamesItsTransaction() {
        assertEquals("33993399", receipts.apply(OldReceipts.ofTransaction("33993399")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MI", "MII", "MIIA", "ewo=", "e30=", "not base 64!", "MIAGCSqGSIb3DQEHAqCAMIACAQExAA=="})
    void whatIsNoReceiptIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> receipts.apply(text));
    }

    @Test
    void depthAndCutsAreRefused() {
        byte[] deep = new byte[100_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30; // a sequence in a sequence in ..., each of indefinite length
            deep[i + 1] = (byte) 0x80;
        }
        refused("MI" + Base64.getEncoder().encodeToString(deep));
        String good = OldReceipts.ofApp(List.of("2000000123456789"));
        for (int length = 4; length < good.length() - 4; length += 4) {
            refused(good.substring(0, length));
        }
        refused(Base64.getEncoder()
                .encodeToString("{\n\t\"purchase-info\" = \"????\";}".getBytes(StandardCharsets.UTF_8)));
    }

    /** Refused, or read as nothing: never another kind of error. */
    private void refused(String text) {
        try {
            assertNull(receipts.apply(text), text);
        } catch (IllegalArgumentException e) {
            assertEquals("this is no receipt of the App Store", e.getMessage());
        }
    }

    @Test
    void noiseNeverEndsInAnotherError() {
        Random random = new Random(5);
        byte[] good = Base64.getDecoder().decode(OldReceipts.ofApp(List.of("2000000123456789")));
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                receipts.apply(Base64.getEncoder().encodeToString(bad));
            } catch (IllegalArgumentException e) {
                assertEquals("this is no receipt of the App Store", e.getMessage(), "seed 5, round " + i);
            }
        }
    }
}
