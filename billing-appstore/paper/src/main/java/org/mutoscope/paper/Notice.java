package org.mutoscope.paper;

import java.time.Instant;
import java.util.Map;

/**
 * A notice the paper App Store sends.
 *
 * @param id {@code notificationUUID}, equal when it is sent again
 * @param environment {@code Production} or {@code Sandbox}
 * @param type Apple's word
 * @param transactionId the transaction it is about; empty if about none
 * @param signedAt when it was signed
 * @param signedPayload the signed notice
 */
public record Notice(
        String id, String environment, String type, String transactionId, Instant signedAt, String signedPayload) {
    /** What is posted. */
    public String body() {
        return Jws.json(Map.of("signedPayload", signedPayload));
    }
}
