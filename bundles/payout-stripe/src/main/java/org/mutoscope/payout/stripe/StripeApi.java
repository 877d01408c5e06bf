package org.mutoscope.payout.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** The few calls of Stripe's API that payouts need. Safe for use by several threads. */
final class StripeApi {
    /** Shapes of answers are those of this version, whatever the account's default is. */
    static final String VERSION = "2024-10-28.acacia";

    private static final int MOST_BYTES = 1 << 20;

    private final Settings settings;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    StripeApi(Settings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.patience())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    Settings settings() {
        return settings;
    }

    /**
     * An answer in Stripe's own shape.
     *
     * @param body an object, or an error
     */
    record Answer(int status, JsonNode body) {
        boolean good() {
            return status == 200;
        }

        /** Name of the error; {@code unspecified} if Stripe gives none. */
        String code() {
            JsonNode error = body.path("error");
            String code = error.path("code").asText(error.path("type").asText());
            return code.matches("[a-z0-9_]{1,60}") ? code : "unspecified";
        }

        String type() {
            return body.path("error").path("type").asText();
        }
    }

    /** @param query names and values in turn @throws StripeSilent if there is no answer that can be believed */
    Answer get(String path, String... query) throws InterruptedException {
        return send(request(path + (query.length == 0 ? "" : "?" + form(query)))
                .GET()
                .build());
    }

    /**
     * Writes.
     *
     * @param key the same key does it once, for at least a day (Stripe: Idempotent requests)
     * @param form names and values in turn
     * @throws StripeSilent if it is not known whether it was done
     */
    Answer post(String path, String key, String... form) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(form(form)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(settings.server() + "/v1/" + path))
                .timeout(settings.patience())
                .header("Authorization", "Bearer " + settings.key())
                .header("Stripe-Version", VERSION);
    }

    private static String form(String... pairs) {
        StringJoiner text = new StringJoiner("&");
        for (int i = 0; i < pairs.length; i += 2) {
            text.add(URLEncoder.encode(pairs[i], StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private Answer send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(request, Bounded.upTo(MOST_BYTES));
            return answer(response.statusCode(), response.body());
        } catch (JsonProcessingException e) {
            throw new StripeSilent("Stripe answered with what is not JSON");
        } catch (IOException e) {
            throw new StripeSilent("Stripe did not answer: " + e.getClass().getSimpleName());
        }
    }

    /** A 404 of a proxy on the way is not Stripe's word that there is nothing; nor is a 409, a 429 or a 5xx a word at all. */
    private Answer answer(int status, byte[] bytes) throws IOException {
        if (status != 200 && (status < 400 || status > 404)) {
            throw new StripeSilent("Stripe answered with HTTP " + status);
        } else if (bytes.length > MOST_BYTES) {
            throw new StripeSilent("Stripe's answer has no end");
        }
        JsonNode body = json.readTree(bytes);
        boolean stripes = body != null
                && (status == 200
                        ? body.hasNonNull("object")
                        : body.path("error").hasNonNull("type"));
        if (!stripes) {
            throw new StripeSilent("somebody answered with HTTP " + status + ", and it was not Stripe");
        }
        return new Answer(status, body);
    }

    /** Reads a message that came by itself. @throws IllegalArgumentException if it is no JSON object */
    JsonNode parsed(byte[] body) {
        try {
            JsonNode event = json.readTree(body);
            if (event != null && event.isObject()) {
                return event;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the message is not JSON", e);
        }
        throw new IllegalArgumentException("the message is no JSON object");
    }
}
