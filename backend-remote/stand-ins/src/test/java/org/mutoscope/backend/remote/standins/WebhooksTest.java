package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver that believes signatures only. */
@Timeout(300)
class WebhooksTest {
    private static final String SECRET = secret((byte) 1);
    private static final String OTHER = secret((byte) 2);
    private static final String EVENT =
            "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"video.completed\",\"data\":{\"id\":\"video_1\"}}";
    private final StandIn service = StandIn.start("webhooks", 0);

    private static String secret(byte fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, fill);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    @BeforeEach
    void tell() {
        assertEquals(
                400,
                new Caller(service)
                        .put("/secrets", Map.of("secrets", List.of("whsec_short")))
                        .status());
        assertEquals(
                204,
                new Caller(service)
                        .put("/secrets", Map.of("secrets", List.of(SECRET)))
                        .status());
    }

    @AfterEach
    void close() {
        service.close();
    }

    private int deliver(String secret, long time, String body) {
        String head = "msg_1." + time + ".";
        return new Caller(service)
                .with("webhook-id", "msg_1")
                .with("webhook-timestamp", Long.toString(time))
                .with(
                        "webhook-signature",
                        "v1,AAAA v1," + Webhooks.sum(secret, head, EVENT.getBytes(StandardCharsets.UTF_8)))
                .post("/anywhere", body)
                .status();
    }

    private Object kept(String path) {
        return new Caller.Reply(200, "", new byte[0], service.log()).at("kept." + path);
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    @Test
    void theSignatureOfTheStandardIsBelieved() {
        // The example of the specification's own libraries.
        String sum = Webhooks.sum(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.",
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertEquals("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", sum);
    }

    @Test
    void aDeliveryIsKeptAndCounted() {
        assertEquals(204, deliver(SECRET, now(), EVENT));
        assertEquals(204, deliver(SECRET, now(), EVENT));
        assertEquals(2, kept("msg_1.times"));
        assertEquals("video.completed", kept("msg_1.type"));
        assertEquals("video_1", kept("msg_1.data.id"));
    }

    @Test
    void forgedStaleAndChangedOnesAreNot() {
        assertEquals(400, deliver(OTHER, now(), EVENT));
        assertEquals(400, deliver(SECRET, now() - 301, EVENT));
        assertEquals(400, deliver(SECRET, now(), EVENT + " "));
        assertEquals(400, new Caller(service).post("/anywhere", EVENT).status());
        assertEquals(2, kept("refused signature"));
        assertEquals(1, kept("refused time"));
        assertEquals(1, kept("refused headers"));
    }

    @Test
    void itFailsWhenToldTo() {
        service.order(Trouble.next("delivery", Fault.SERVER_ERROR));
        service.order(Trouble.next("delivery", Fault.REDIRECT).with("to", "http://169.254.169.254/"));
        assertEquals(500, deliver(SECRET, now(), EVENT));
        assertEquals(302, deliver(SECRET, now(), EVENT));
        assertEquals(204, deliver(SECRET, now(), EVENT));
        assertEquals(3, service.asked("delivery"));
    }
}
