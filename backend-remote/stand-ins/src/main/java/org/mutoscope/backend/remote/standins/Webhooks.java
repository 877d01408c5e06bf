package org.mutoscope.backend.remote.standins;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A customer's server that receives webhooks and believes only signatures (Standard Webhooks). It is told its secrets by
 * {@code PUT /secrets} ({@code {"secrets":["whsec_..."]}}); what came stands in the log under {@code kept}, by the id of the message: how
 * often it was taken, its type, its data.
 */
final class Webhooks implements Service {
    private static final String PREFIX = "whsec_";
    private static final String SECRETS = "secrets";
    private static final long TOLERANCE_SECONDS = 300;

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public String route(Asked asked) {
        return asked.path().equals("/secrets") ? SECRETS : "delivery";
    }

    @Override
    public Answer answer(Asked asked, Desk desk) {
        if (route(asked).equals(SECRETS)) {
            Map<String, Object> json = asked.json().orElseThrow(() -> new Refusal(400, "", "no JSON object"));
            List<String> secrets = new ArrayList<>();
            for (Object secret : Asked.list(json.get(SECRETS))) {
                secrets.add(secret(String.valueOf(secret)));
            }
            desk.things().put(SECRETS, secrets);
            return Answer.empty(204);
        }
        String id = asked.header("webhook-id");
        String refusal = refusal(asked, Asked.list(desk.things().get(SECRETS)));
        if (!refusal.isEmpty()) {
            desk.things().merge("refused " + refusal, 1, (a, b) -> (Integer) a + 1);
            throw new Refusal(400, "", refusal);
        }
        Map<String, Object> event = asked.json().orElseGet(Map::of);
        Map<String, Object> before = Asked.object(desk.things().get(id));
        int times = before == null ? 1 : (Integer) before.get("times") + 1;
        desk.things().put(id, Answer.map("times", times, "type", event.get("type"), "data", event.get("data")));
        return Answer.empty(204);
    }

    /** Why it is not believed; empty if it is. */
    private static String refusal(Asked asked, List<?> secrets) {
        String time = asked.header("webhook-timestamp");
        if (!asked.method().equals("POST")) {
            return "method";
        } else if (asked.header("webhook-id").isEmpty() || !time.matches("\\d{1,18}")) {
            return "headers";
        } else if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(time)) > TOLERANCE_SECONDS) {
            return "time";
        }
        String signed = asked.header("webhook-id") + "." + time + ".";
        for (String signature : asked.header("webhook-signature").split(" ")) {
            for (Object secret : secrets) {
                byte[] right =
                        ("v1," + sum(String.valueOf(secret), signed, asked.body())).getBytes(StandardCharsets.US_ASCII);
                if (MessageDigest.isEqual(right, signature.getBytes(StandardCharsets.US_ASCII))) {
                    return "";
                }
            }
        }
        return "signature";
    }

    private static String secret(String secret) {
        try {
            if (secret.startsWith(PREFIX)
                    && Base64.getDecoder().decode(secret.substring(PREFIX.length())).length >= 24) {
                return secret;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new Refusal(400, "", "a secret is whsec_ and at least 24 bytes in base64");
    }

    /** The signature of a message, without its version. */
    static String sum(String secret, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public Answer error(int status, String code, String message) {
        return Answer.json(status, Answer.map("error", message));
    }
}
