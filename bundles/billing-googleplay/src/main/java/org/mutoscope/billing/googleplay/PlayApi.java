package org.mutoscope.billing.googleplay;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The calls of the Google Play Developer API, version 3, that billing needs. For one call of the host. */
final class PlayApi {
    private final Settings settings;
    private final Access access;
    private final Web web;
    private final Instant now;

    PlayApi(Settings settings, Access access, Web web, Instant now) {
        this.settings = settings;
        this.access = access;
        this.web = web;
        this.now = now;
    }

    /** A purchase of a one-time product. @return empty if Google knows none */
    Optional<JsonNode> purchase(String token) throws InterruptedException {
        return found(get("/purchases/productsv2/tokens/" + encoded(token), "a purchase"), "a purchase");
    }

    /** A subscription. @return empty if Google knows none */
    Optional<JsonNode> subscription(String token) throws InterruptedException {
        String what = "a subscription";
        return found(get("/purchases/subscriptionsv2/tokens/" + encoded(token), what), what);
    }

    /** An order. @return empty if Google knows none */
    Optional<JsonNode> order(String id) throws InterruptedException {
        return found(get("/orders/" + encoded(id), "an order"), "an order");
    }

    /** A page of purchases that were taken back. @param page empty for the first */
    JsonNode voided(long sinceMillis, String page) throws InterruptedException {
        String query = "?startTime=" + sinceMillis + "&maxResults=20&type=1&includeQuantityBasedPartialRefund=true"
                + (page.isEmpty() ? "" : "&token=" + encoded(page));
        return found(get("/purchases/voidedpurchases" + query, "voided purchases"), "voided purchases")
                .orElseThrow(() -> new StoreSilent("Google has no list of voided purchases"));
    }

    /** @return HTTP status of a consumption, which also acknowledges */
    int consume(String product, String token) throws InterruptedException {
        String path = "/purchases/products/" + encoded(product) + "/tokens/" + encoded(token) + ":consume";
        return post(path, Map.of(), "a consumption");
    }

    /** @return HTTP status of the acknowledgement of a subscription */
    int acknowledge(String product, String token) throws InterruptedException {
        String path = "/purchases/subscriptions/" + encoded(product) + "/tokens/" + encoded(token) + ":acknowledge";
        return post(path, Map.of(), "an acknowledgement");
    }

    /** @return HTTP status of the answer to a question before a refund */
    int review(String order, Map<String, Object> answer) throws InterruptedException {
        return post("/orders/" + encoded(order) + ":reviewrefund", answer, "a review");
    }

    private Web.Answer get(String path, String what) throws InterruptedException {
        return checked(web.get(uri(path), access.token(web, now), what), what);
    }

    private int post(String path, Object body, String what) throws InterruptedException {
        return checked(web.postJson(uri(path), access.token(web, now), body, what), what)
                .status();
    }

    /** @throws StoreSilent for what says nothing about the thing that was asked for */
    private Web.Answer checked(Web.Answer answer, String what) {
        int status = answer.status();
        if (status == 401) {
            access.forget();
        }
        if (status == 401 || status == 403) {
            throw new StoreSilent(
                    "Google refuses the service account for " + what + " (HTTP " + status
                            + "): has it the permission in Play Console?",
                    status);
        } else if (status == 429 || status >= 500 || status >= 400 && !answer.googles()) {
            throw new StoreSilent("Google answered about " + what + " with HTTP " + status, status);
        }
        return answer;
    }

    private static Optional<JsonNode> found(Web.Answer answer, String what) {
        if (answer.status() == 404 || answer.status() == 410 || answer.status() == 400) {
            return Optional.empty(); // 400: no token of this app
        } else if (answer.status() != 200
                || answer.body().isMissingNode()
                || !answer.body().path("kind").isMissingNode()
                        && !answer.body().path("kind").asText().startsWith("androidpublisher#")) {
            throw new StoreSilent("Google answered about " + what + " with HTTP " + answer.status(), answer.status());
        }
        return Optional.of(answer.body());
    }

    private URI uri(String path) {
        return URI.create(settings.server() + "/androidpublisher/v3/applications/" + settings.packageName() + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
