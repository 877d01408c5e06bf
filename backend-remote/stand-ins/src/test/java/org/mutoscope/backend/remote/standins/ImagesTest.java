package org.mutoscope.backend.remote.standins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire of {@code /v1/images/generations}. */
@Timeout(300)
class ImagesTest {
    private static final String PATH = "/v1/images/generations";
    private StandIn service = StandIn.start("openai-images", 0);
    private Caller caller = new Caller(service).with("Authorization", "Bearer " + StandIn.KEY);

    @AfterEach
    void close() {
        service.close();
    }

    private Caller.Reply ask(Object... more) {
        Map<String, Object> wish = new HashMap<>(Map.of("model", "gpt-image-1", "prompt", "a cat"));
        wish.putAll(Answer.map(more));
        return caller.post(PATH, wish);
    }

    @ParameterizedTest
    @CsvSource({
        "response_format, b64_json, unknown_parameter", "size, 720x1280, invalid_value", "quality, hd, invalid_value",
        "prompt, '', invalid_value", "model, dall-e-3, model_not_found", "n, 1, invalid_value"
    })
    void whatIsRetiredUnknownOrWrongIsRefused(String name, String value, String code) {
        assertEquals(code, ask(name, value).at("error.code"));
        assertEquals(0, service.charged());
    }

    @Test
    void picturesAreBase64AndAsLargeAsAsked() throws IOException {
        Caller.Reply reply = ask("size", "1024x1536", "quality", "low");
        BufferedImage image = ImageIO.read(
                new ByteArrayInputStream(Base64.getDecoder().decode((String) reply.at("data.0.b64_json"))));
        assertEquals(1024, image.getWidth());
        assertEquals(1536, image.getHeight());
        assertEquals(11_000, service.charged());
        assertEquals(401, new Caller(service).post(PATH, Map.of()).status());
    }

    @Test
    void aFilterRefusesAndCostsNothing() {
        service.order(Trouble.next("submit", Fault.FILTERED));
        assertEquals("moderation_blocked", ask().at("error.code"));
        assertEquals(0, service.charged());
    }

    @Test
    void anotherServerStillHasDalleAndAddresses() {
        service.close();
        service = StandIn.start("openai-images:old", 0);
        caller = new Caller(service).with("Authorization", "Bearer " + StandIn.KEY);
        Caller.Reply reply = ask("model", "dall-e-3", "size", "1792x1024");
        assertEquals(
                "image/png",
                new Caller(service).get((String) reply.at("data.0.url")).type());
        assertEquals(400, ask("model", "dall-e-3", "n", 2).status());
        assertEquals(40_000, service.charged());
    }
}
