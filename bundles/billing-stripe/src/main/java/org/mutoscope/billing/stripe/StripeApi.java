package org.mutoscope.billing.stripe;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The few reading calls of Stripe's API that billing needs, for one account and one call of the host. Never writes. */
final class StripeApi {
    /** Shapes of answers are those of this version, whatever the account's default is. */
    static final String VERSION = "2024-10-28.acacia";

    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_PAGES = 20;

    private final Settings settings;
    private final Settings.Account account;
    private final HttpClient http;
    private final ObjectMapper json;

    StripeApi(Settings settings, Settings.Account account, HttpClient http, ObjectMapper json) {
        this.settings = settings;
        this.account = account;
        this.http = http;
        this.json = json;
    }

    Settings.Account account() {
        return account;
    }

    /**
     * Reads one object.
     *
     * @param path after {@code /v1/}
     * @param query names and values in turn
     * @return empty if Stripe knows no such object
     */
    Optional<JsonNode> get(String path, String... query) throws InterruptedException {
        StringJoiner text = new StringJoiner("&", "?", "").setEmptyValue("");
        for (int i = 0; i < query.length; i += 2) {
            text.add(URLEncoder.encode(query[i], StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(query[i + 1], StandardCharsets.UTF_8));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.server() + "/v1/" + path + text))
                .timeout(settings.patience())
                .header("Authorization", "Bearer " + account.key())
                .header("Stripe-Version", VERSION)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, Bounded.upTo(MOST_BYTES));
            return answer(path, response.statusCode(), response.body());
        } catch (IOException e) {
            throw new StoreSilent("Stripe did not answer about " + kind(path) + ": "
                    + e.getClass().getSimpleName());
        }
    }

    private Optional<JsonNode> answer(String path, int status, byte[] bytes) throws IOException {
        if (status == 404) {
            requireStripes(path, bytes);
            return Optional.empty();
        } else if (status == 401 || status == 403) {
            throw new StoreSilent("Stripe refuses the " + account.environment() + " key for " + kind(path) + " (HTTP "
                    + status + "): is it valid, and may it read that?");
        } else if (status != 200 || bytes.length > MOST_BYTES) {
            throw new StoreSilent("Stripe answered about " + kind(path) + " with HTTP " + status);
        }
        JsonNode read = read(path, bytes);
        if (!read.isObject() || !read.hasNonNull("object")) {
            throw new StoreSilent("Stripe answered about " + kind(path) + " with something else");
        }
        return Optional.of(read);
    }

    /** A 404 of a proxy on the way is not Stripe's word that there is nothing. */
    private void requireStripes(String path, byte[] bytes) throws IOException {
        if (!read(path, bytes).path("error").hasNonNull("type")) {
            throw new StoreSilent("somebody answered about " + kind(path) + " with HTTP 404, and it was not Stripe");
        }
    }

    private JsonNode read(String path, byte[] bytes) throws IOException {
        try {
            return Optional.ofNullable(json.readTree(bytes)).orElseThrow(() -> new StoreSilent("Stripe said nothing"));
        } catch (JsonProcessingException e) {
            throw new StoreSilent("Stripe answered about " + kind(path) + " with what is not JSON");
        }
    }

    /** The path without ids: they are proofs. */
    private static String kind(String path) {
        return path.replaceAll("/[a-z]+_[A-Za-z0-9_]+", "");
    }

    /** Reads a whole list. */
    List<JsonNode> all(String path, String name, String value) throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode list = (after.isEmpty()
                            ? get(path, name, value, "limit", "100")
                            : get(path, name, value, "limit", "100", "starting_after", after))
                    .orElseThrow(() -> new StoreSilent("Stripe has no list of " + path));
            list.path("data").forEach(all::add);
            if (!list.path("data").isArray()) {
                throw new StoreSilent("Stripe answered about " + path + " without a list");
            } else if (!list.path("has_more").asBoolean() || all.isEmpty()) {
                return all;
            }
            after = all.get(all.size() - 1).path("id").asText();
        }
        throw new StoreSilent("Stripe's list of " + path + " has no end");
    }
}
